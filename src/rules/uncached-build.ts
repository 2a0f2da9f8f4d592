import { allow, few } from '../advice/words.ts';
import type { Uncached } from '../builds/build-file.ts';
import type { Build } from '../builds/build.ts';
import { pathText } from '../path.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const railway = (command: string): string => `[build]\nbuilder = "NIXPACKS"\nbuildCommand = "${command}"\n`;
const BEFORE = { 'railway.toml': railway('pip install -r requirements.txt') };

export default defineRule({
  name: 'uncached-build',
  summary: 'a temporary `--no-cache-dir` is left in what a host builds by',
  why:
    'Switching the cache of a package manager off helps once, when a build keeps coming out wrong. Left in place it ' +
    'makes every later build download and compile the same packages again, and fail whenever the index is out of ' +
    'reach. Nothing is gained: what Nixpacks caches never becomes a part of the image.',
  severity: 'warning',
  lineBound: true,
  since: '0.1.0',
  docs: 'https://nixpacks.com/docs/configuration/caching',
  bad: {
    before: BEFORE,
    after: { 'railway.toml': railway('pip install --no-cache-dir -r requirements.txt') },
  },
  good: {
    before: BEFORE,
    after: { 'railway.toml': railway('pip install -r requirements.txt && python manage.py collectstatic') },
  },

  *check({ builds }) {
    for (const build of builds) {
      const [first] = build.uncached;
      if (!first) continue;
      const { path, host, uncached } = build;
      yield {
        path,
        line: first.line,
        column: first.column,
        subject: pathText(path),
        message:
          `${first.name} keeps ${first.manager} from its cache: every build on ${host.name} that installs packages ` +
          'downloads and compiles all of them again',
        hint: howToCache(build, first),
        data: { host: host.name, lines: uncached.map(({ line }) => line) },
      };
    }
  },
});

/** Where it is one flag in a line that can be read, the line as it is without it. */
function howToCache({ path, uncached }: Build, first: Uncached): string {
  const { name, line, takesComment } = first;
  const others = [...new Set(uncached.map((each) => each.line))].filter((each) => each !== line);
  const cached = cachedLine(first);
  return [
    `once the build that needed it is through, take ${name} out of line ${line} of ${showPath(path)}${cached ? ':' : ''}`,
    ...(cached ? [`    ${visible(cached)}`] : []),
    ...(others.length > 0
      ? [`the same goes for ${others.length === 1 ? 'line' : 'lines'} ${few(others.map(String))}`]
      : []),
    ...(takesComment
      ? ['if it is to stay, say why at the end of that line:', '    # pyreset: allow uncached-build -- …']
      : allow('uncached-build', [pathText(path)], 'if it is to stay')),
  ].join('\n');
}

/** As much of a line as is worth reading in a hint. */
const SHORT = 120;

function cachedLine({ name, text }: Uncached): string | undefined {
  const line = text.replaceAll(new RegExp(`\\s${name}(?![\\w-])`, 'g'), '').trim();
  return line === text.trim() || line.length > SHORT ? undefined : line;
}
