/** Which modules Django takes for migrations. */
import { after, blog, migration, project, squash } from './projects-shape.ts';

const FIRST = { '0001_initial': after() };
const ONE = ['blog.0001_initial'];
const shows = { migrations: ONE };

const SKIPPED = [
  project('an ordinary app', blog(FIRST), { shows }),
  project('a leading underscore', blog({ ...FIRST, _0002_x: after('blog.0001_initial') }), { shows }),
  project('a leading tilde', blog({ ...FIRST, '~0002_x': after('blog.0001_initial') }), { shows }),
  project(
    'a helper with an underscore that is no Python',
    blog({ ...FIRST, _notes: 'not Python at all ((' }),
    { shows },
  ),
  project('a dot in the stem', blog({ ...FIRST, '0002.x.py': after('blog.0001_initial') }), { shows }),
  project(
    'what editors and patch leave',
    blog({
      ...FIRST,
      '.0002_x.py.swp': 'b',
      '0002_x.py.orig': after(),
      '0002_x.py.rej': '',
      '0002_x.py~': after(),
      '0002_x.PY': after(),
      '0002_x.pyo': 'b',
      '0002_x.txt': 'b',
      'README.md': 'b',
    }),
    { shows },
  ),
  project('a package in migrations', blog({ ...FIRST, 'old/__init__.py': '', 'old/0002_x.py': after() }), {
    shows,
  }),
  project('a folder without __init__ in migrations', blog({ ...FIRST, 'old/0002_x.py': after() }), { shows }),
  project(
    'a package and a module of one name: the package wins',
    blog({ ...FIRST, '0002_x.py': after('blog.0001_initial'), '0002_x/__init__.py': '' }),
    { shows },
  ),
  project(
    'bytecode in __pycache__ without its source',
    blog({ ...FIRST, '__pycache__/0002_x.cpython-312.pyc': { bytes: Uint8Array.of(1, 2, 3) } }),
    { shows },
  ),
  project('a name that is only an extension', blog({ ...FIRST, '.py': after() }), { shows }),
];

const ACCEPTED = [
  ...['0002-hyphen', '0002 copy', '1', 'foo', '#0002#', '0002_x_BACKUP_123', '0002_x_LOCAL_123', 'übung'].map(
    (name) =>
      project(`the name ${name}`, blog({ ...FIRST, [name]: after('blog.0001_initial') }), {
        shows: { migrations: [...ONE, `blog.${name}`].sort() },
      }),
  ),
  project(
    'all that mergetool leaves: several leaves',
    blog({
      ...FIRST,
      '0002_x': after('blog.0001_initial'),
      '0002_x_BASE_77': after('blog.0001_initial'),
      '0002_x_REMOTE_77': after('blog.0001_initial'),
    }),
    { shows: { leaves: ['blog.0002_x', 'blog.0002_x_BASE_77', 'blog.0002_x_REMOTE_77'] } },
  ),
  project(
    'a legacy .pyc without its source',
    blog({ ...FIRST, '0002_old.pyc': { pyc: after('blog.0001_initial') } }),
    {
      shows: { migrations: [...ONE, 'blog.0002_old'] },
      unknown: 1,
    },
  ),
  project(
    'a legacy .pyc beside its source',
    blog({ ...FIRST, '0001_initial.pyc': { pyc: squash(['blog.0000_old']) } }),
    { shows },
  ),
  project(
    'a legacy .pyc of a renamed migration: two leaves',
    blog({
      ...FIRST,
      '0002_body': after('blog.0001_initial'),
      '0002_text.pyc': { pyc: after('blog.0001_initial') },
    }),
    { shows: { leaves: ['blog.0002_body', 'blog.0002_text'] }, unknown: 1 },
  ),
  project(
    'a legacy .pyc of another Python',
    blog({ ...FIRST, '0002_old.pyc': { bytes: new Uint8Array(64) } }),
    {
      error: 'ImportError',
      unknown: 1,
      untold: 'whether bytecode can be loaded depends on the Python that loads it',
    },
  ),
  project(
    'a class from another module',
    blog({ ...FIRST, '0002_x': 'from ._base import Migration\n', _base: after('blog.0001_initial') }),
    {
      shows: { edges: ['blog.0002_x < blog.0001_initial'] },
      unknown: 1,
    },
  ),
  project(
    'a module in a symbolic link',
    blog({ ...FIRST, '0002_x.py': { link: '../body.py' } }, { body: after('blog.0001_initial') }),
    {
      shows: { migrations: [...ONE, 'blog.0002_x'] },
    },
  ),
];

/** Only conflict markers are told from what an other version of Python may understand. */
const SYNTAX = 'the reader is no judge of syntax';

const WRONG = [
  project('no class Migration', blog({ ...FIRST, helpers: 'X = 1\n' }), { error: 'BadMigrationError' }),
  project('an empty module', blog({ ...FIRST, '0002_x': '' }), { error: 'BadMigrationError' }),
  project(
    'merge markers',
    blog({ '0001_initial': `<<<<<<< HEAD\n${after()}=======\n${migration()}>>>>>>> topic\n` }),
    { error: 'SyntaxError' },
  ),
  project('a class of another framework', blog({ ...FIRST, '0002_x': 'class Migration:\n    pass\n' }), {
    error: 'TypeError',
    untold: 'a class that is not of Django may do anything when it is made',
  }),
  project('a syntax error in the middle', blog({ ...FIRST, '0002_x': 'x = (\n' }), {
    error: 'SyntaxError',
    untold: SYNTAX,
    unknown: 1,
  }),
  project(
    'an import of what is gone',
    blog({ ...FIRST, '0002_x': `from blog.fields import X\n${after('blog.0001_initial')}` }),
    {
      error: 'ModuleNotFoundError',
      untold: 'what migrations import is not followed',
    },
  ),
];

/** Which modules Django takes for migrations (facts B1). */
export const DISCOVERY = [...SKIPPED, ...ACCEPTED, ...WRONG];
