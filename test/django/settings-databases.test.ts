import { expect, test } from 'vitest';
import { read, settings } from './read-settings.ts';

const SQLITE = 'DATABASES = {"default": {"ENGINE": "e.sqlite", "NAME": BASE_DIR / "db.sqlite3"}}';
const OS = `import os\n${SQLITE}`;

test.for([
  ['nothing is said of databases', 'DEBUG = True'],
  ['the environment', 'DATABASES = {"default": env.db("DATABASE_URL")}'],
  ['a package', `${SQLITE}\nDATABASES["default"] = dj_database_url.config()`],
  ['an engine of the environment', 'import os\nDATABASES = {"default": {"ENGINE": os.environ["ENGINE"]}}'],
  [
    'under a condition',
    `${OS}\nif os.environ.get("X"):\n    DATABASES["default"]["ENGINE"] = "e.postgresql"`,
  ],
  ['another one under a condition', `${OS}\nif os.environ.get("X"):\n    DATABASES = {"default": other()}`],
  ['updated by what is not known', `${SQLITE}\nDATABASES["default"].update(more())`],
  ['with what is not known', 'DATABASES = {"default": {"ENGINE": "e.sqlite", **more()}}'],
  ['beside what is not known', 'DATABASES = {"default": {"ENGINE": "e.sqlite"}, **more()}'],
  ['under a key that is not known', 'DATABASES = {"default": {"ENGINE": "e.sqlite"}, name(): {}}'],
  ['handed to a function', `${SQLITE}\nconfigure(DATABASES)`],
  ['django-heroku', `import django_heroku\n${SQLITE}\ndjango_heroku.settings(locals())`],
  ['a star import of another package', `${SQLITE}\nfrom elsewhere import *`],
  ['chosen among classes', `${SQLITE}\nclass Dev(Configuration):\n    DATABASES = {}`],
  ['settings that cannot be imported', `${SQLITE}\nfrom .nothere import X`],
  ['no dict', 'DATABASES = [("default", {"ENGINE": "e.sqlite"})]'],
  ['no dict in it', 'DATABASES = {"default": "e.sqlite"}'],
  ['no text', 'DATABASES = {"default": {"ENGINE": 1}, 2: {"ENGINE": "e.sqlite"}}'],
  ['no engine', 'DATABASES = {"default": {"NAME": "x"}}'],
])('the engine is not known: %s', async ([, text]) => {
  const { engines } = await read(settings(text!));
  expect(engines).toEqual(new Map());
});

test.for<readonly [name: string, text: string, engines: Readonly<Record<string, string>>]>([
  ['as startproject writes it', SQLITE, { default: 'e.sqlite' }],
  ['of several', 'DATABASES = {"a": {"ENGINE": "x"}, "b": {"ENGINE": "y"}}', { a: 'x', b: 'y' }],
  ['by a name', 'E = "x"\nDATABASES = dict(default=dict(ENGINE=E))', { default: 'x' }],
  ['the last of two', 'DATABASES = {"a": {"ENGINE": "x"}, "a": {"ENGINE": "y", "ENGINE": "z"}}', { a: 'z' }],
  [
    'that of one, when the other is set elsewhere',
    `${SQLITE}\nDATABASES["b"] = db()`,
    { default: 'e.sqlite' },
  ],
  [
    'local settings that are not committed',
    `${SQLITE}\ntry:\n    from .local import *\nexcept ImportError:\n    pass`,
    { default: 'e.sqlite' },
  ],
])('the engine is known: %s', async ([, text, expected]) => {
  const { engines } = await read(settings(text));
  expect(engines).toEqual(new Map(Object.entries(expected)));
});

test('the engine is known: of the module that is imported', async () => {
  const { engines } = await read(settings('from .base import *', { 'conf/base.py': SQLITE }));
  expect(engines).toEqual(new Map([['default', 'e.sqlite']]));
});
