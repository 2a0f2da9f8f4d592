import { expect, test } from 'vitest';
import { apps, read, settings } from './read-settings.ts';

const APPS = 'INSTALLED_APPS = ["a", "b"]';

test.for([
  [
    'a b …',
    'a condition that cannot be told',
    settings(`import os\n${APPS}\nif os.environ.get("X"):\n    INSTALLED_APPS += ["x"]`),
  ],
  [
    'a b …',
    'a package that may be there',
    settings(
      `${APPS}\ntry:\n    import debug_toolbar\n    INSTALLED_APPS += ["debug_toolbar"]\nexcept ImportError:\n    pass`,
    ),
  ],
  ['a b …', 'a loop', settings(`${APPS}\nfor name in names():\n    INSTALLED_APPS.append(name)`)],
  ['…', 'a comprehension', settings('INSTALLED_APPS = [name for name in ("a", "b")]')],
  ['a b …', 'a computed entry', settings(`${APPS}\nINSTALLED_APPS += [f()]`)],
  ['a b …', 'a computed list at the end', settings(`${APPS}\nINSTALLED_APPS += env.list("APPS")`)],
  ['…', 'the environment', settings('INSTALLED_APPS = env.list("APPS")')],
  ['…', 'handed to a function', settings(`${APPS}\nconfigure(INSTALLED_APPS)`)],
  ['…', 'django-heroku', settings(`import django_heroku\n${APPS}\ndjango_heroku.settings(locals())`)],
  ['…', 'a star import of another package', settings(`${APPS}\nfrom elsewhere import *`)],
  ['x …', 'added to after a star import', settings('from elsewhere import *\nINSTALLED_APPS += ["x"]')],
  ['…', 'exec', settings(`${APPS}\nexec(open("local.py").read())`)],
  [
    '…',
    'a function of the module that changes it',
    settings(`${APPS}\ndef add():\n    INSTALLED_APPS.append("x")\nadd()`),
  ],
  ['…', 'global', settings(`${APPS}\ndef add():\n    global INSTALLED_APPS\n    INSTALLED_APPS = []`)],
  ['…', 'another name of the list, handed on', settings(`${APPS}\nOURS = INSTALLED_APPS\nf(OURS)`)],
  ['…', 'in another object', settings(`${APPS}\nBOX = {"apps": INSTALLED_APPS}\nBOX["apps"].append("x")`)],
  [
    '…',
    'files by a pattern',
    settings(`from split_settings.tools import include\n${APPS}\ninclude("parts/*.py")`),
  ],
  [
    'a b …',
    'a module that is not there',
    settings(`${APPS}\nfrom .missing import *\nINSTALLED_APPS += ["x"]`),
  ],
  [
    '…',
    'django-configurations',
    settings(
      'from configurations import Configuration\nclass Common(Configuration):\n    INSTALLED_APPS = ["a"]',
    ),
  ],
  ['…', 'no list at all', settings('INSTALLED_APPS = "a"')],
  ['a …', 'a set, a number', settings('INSTALLED_APPS = ["a", 1]')],
  [
    '…',
    'merge markers',
    settings('INSTALLED_APPS = [\n<<<<<<< HEAD\n    "a",\n=======\n    "b",\n>>>>>>> x\n]'),
  ],
] as const)('not all is known: %s (%s)', async ([expected, , files]) => {
  const { unknown } = await read(files);
  expect(await apps(files)).toBe(expected);
  expect(unknown.filter(({ what }) => /INSTALLED_APPS|cannot be imported/.test(what))).not.toEqual([]);
});

const NONE = 'MIGRATION_MODULES = ';
test.for([
  ['a=m.a b=null', `${NONE}{"a": "m.a", "b": None}`],
  ['a=m.a', `${NONE}dict(a="m.a")`],
  ['a=m.a b=m.b', `${NONE}{"a": "m.a"}\nMIGRATION_MODULES["b"] = "m.b"`],
  ['', `${NONE}{"a": "m.a"}\ndel MIGRATION_MODULES["a"]`],
  ['a=? …', `${NONE}{"a": "m.a"}\nMIGRATION_MODULES.update(f())`],
  ['a=?', `${NONE}{"a": "m.%s" % x}`],
  ['a=? …', `${NONE}{"a": "m.a", **others}`],
  ['a=m.a …', `${NONE}{**others, "a": "m.a"}`],
  ['…', `${NONE}{app: None for app in apps}`],
  ['…', `${NONE}{x: "m.a"}`],
  ['a=m.a …', `${NONE}{"a": "m.a"}\nif x:\n    MIGRATION_MODULES["b"] = None`],
] as const)('MIGRATION_MODULES: %s', async ([expected, source]) => {
  const { entries, complete } = (await read(settings(source))).migrationModules;
  const said = [...entries].map(([label, name]) => `${label}=${name === undefined ? '?' : name}`);
  expect([...said, ...(complete ? [] : ['…'])].join(' ')).toBe(expected);
});

const USER = 'AUTH_USER_MODEL = "users.User"\n';
test.for([
  ['users.User', USER],
  ['users.User', 'APP = "users"\nAUTH_USER_MODEL = APP + ".User"'],
  [undefined, `${USER}if x:\n    AUTH_USER_MODEL = "a.B"`],
  [undefined, `${USER}from x import *`],
  [undefined, `${USER}class Dev(Base):\n    AUTH_USER_MODEL = "a.B"`],
  [undefined, 'AUTH_USER_MODEL = get("x", "users.User")'],
] as const)('AUTH_USER_MODEL: %s (%s)', async ([expected, source]) => {
  expect((await read(settings(source))).strings.get('AUTH_USER_MODEL')).toBe(expected);
});
