/** Short ways to read settings in tests. */
import type { FindModule, ModuleSource } from '../../src/django/modules.ts';
import { readSettings, type Settings } from '../../src/django/settings.ts';
import { pathFromText } from '../../src/path.ts';

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

/** Finds modules among files: those below `conf` and `config` are the repository's. */
function finder(files: Files): FindModule {
  return (name) => {
    const stem = name.replaceAll('.', '/');
    for (const [path, isPackage] of [
      [`${stem}/__init__.py`, true],
      [`${stem}.py`, false],
    ] as const) {
      const text = files[path];
      if (text !== undefined) return Promise.resolve({ name, path: pathFromText(path), text, isPackage });
    }
    return Promise.resolve(/^conf(?:ig)?(?:\.|$)/.test(name) ? 'missing' : 'outside');
  };
}

/** The settings in one of the files. */
export async function read(files: Files, name = 'conf.settings'): Promise<Settings> {
  const find = finder(files);
  return readSettings((await find(name)) as ModuleSource, find);
}

/** INSTALLED_APPS on one line; `…` where there may be others. */
export async function apps(files: Files, name?: string): Promise<string> {
  const { installedApps } = await read(files, name);
  return [...installedApps.entries, ...(installedApps.complete ? [] : ['…'])].join(' ');
}

/** Settings of one file, and other files beside it. */
export const settings = (text: string, others: Files = {}): Files => ({
  'conf/settings.py': text,
  ...others,
});
