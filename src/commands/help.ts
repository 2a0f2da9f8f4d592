import { UserError } from '../errors.ts';
import { nearest } from '../config/nearest.ts';
import type { Command } from './command.ts';

interface Page {
  readonly summary: string;
  readonly usage: string;
}

/** What each command does; `hook` is for the hook scripts and not listed. */
export const PAGES: Readonly<Record<string, Page>> = {
  install: {
    summary: 'put the hooks into this repository; others keep running',
    usage: `pyreset-hooks install [--dry-run] [--mode hooks-dir]

  --dry-run          print what would be done, change nothing
  --mode hooks-dir   into the folder that \`git rev-parse --git-path hooks\` names (the default)
`,
  },
  uninstall: {
    summary: 'take them out and put back what was there before',
    usage: `pyreset-hooks uninstall [--dry-run]

  --dry-run          print what would be done, change nothing
`,
  },
  check: {
    summary: 'run the rules over what is staged, or over a range of commits',
    usage: `pyreset-hooks check [--staged | --range A..B] [options]

  --staged           what the next commit would hold (the default)
  --range A..B       what changed from A to B; A...B: from their merge base to B
  --base REF         migrations count as published up to the merge base with REF
                     (default: the remote's default branch, else the local one)
  --format FORMAT    text (the default) or json
  --quiet            errors only
  --verbose          also infos, and a summary when all is well
`,
  },
  clean: {
    summary: 'remove the Python caches that went stale, or all of them',
    usage: `pyreset-hooks clean [PATH...] [options]

  PATH               folders to look into (default: the \`clean.roots\` of the settings,
                     else the whole work tree)
  --all              every compiled Python file, not only what is stale; modules without
                     a source too, but for those in \`bytecode.except\` of the settings
  --tools            also .pytest_cache, .mypy_cache and .ruff_cache
  --venv             also in virtual environments
  --dry-run          print what would be removed and why, change nothing
  --format FORMAT    text (the default) or json

Never: files that git tracks, .pyd and .so, other repositories, node_modules, and whatever
lies behind a symlink. What cannot be removed is said, and the exit code is 2.
`,
  },
  apps: {
    summary: 'show which apps, labels and migrations are read, and why',
    usage: `pyreset-hooks apps [--rev REV | --staged] [options]

  --rev REV          as they are in that commit (default: HEAD)
  --staged           as the next commit would have them
  --all              every project of the repository, not only those here, and the
                     apps that no project installs
  --format FORMAT    text (the default) or json
`,
  },
  rules: {
    summary: 'list the rules, or explain one with its examples',
    usage: `pyreset-hooks rules [NAME [OLD NEW [--rev REV]]]

  OLD NEW            for rules with procedures: a label and what it is to become, or
                     \`OLD.Model NEW\`; prints them with the names of your project
  --rev REV          as the app is in that commit (default: HEAD)
`,
  },
};

const EXITS = `Exit codes: 0 nothing at error severity; 1 findings at error severity;
            2 usage, configuration or repository; 3 a bug in pyreset-hooks.
Colour:     --color, --no-color, NO_COLOR, FORCE_COLOR.
Hooks:      PYRESET=0 switches them off.
`;

/** The list of commands, or one command's options. */
export const help: Command = (invocation) => {
  const [name] = invocation.args;
  const page = name !== undefined && Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
  if (name !== undefined && !page) throw unknownCommand(name);
  const commands = Object.entries(PAGES).map(
    ([command, { summary }]) => `  ${command.padEnd(10)} ${summary}\n`,
  );
  const overview = `pyreset-hooks ${invocation.version}
Keeps stale bytecode and rewritten migration history out of a Django repository.

usage: pyreset-hooks COMMAND [options]

${commands.join('')}  help       what a command takes: pyreset-hooks help check

${EXITS}`;
  return Promise.resolve({ output: page?.usage ?? overview, notes: [], exitCode: 0 });
};

/** The error for a command that does not exist. */
export function unknownCommand(name: string): UserError {
  const near = nearest(name, Object.keys(PAGES));
  return new UserError(
    `there is no command ${JSON.stringify(name)}`,
    near ? `did you mean \`pyreset-hooks ${near}\`?` : 'all of them: pyreset-hooks help',
  );
}
