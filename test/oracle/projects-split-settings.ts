/** How settings that are several modules come to INSTALLED_APPS. */
import type { Files } from './our-answer.ts';
import { BLOG, BOTH, by, TWO } from './projects-settings.ts';
import { project, settings } from './projects-shape.ts';

const SYNTAX = 'the reader is no judge of syntax';
const base = settings(['blog']);

/** The two apps with settings in a package. */
const split = (modules: Files): Files => ({ ...TWO, 'conf/__init__.py': '', ...modules });

/** How settings spread over several modules come to INSTALLED_APPS. */
export const SPLIT_SETTINGS = [
  project(
    'base and dev, by a star',
    split({ 'conf/base.py': base, 'conf/dev.py': 'from .base import *\n\nINSTALLED_APPS += ["shop"]\n' }),
    { ...BOTH, settings: 'conf.dev' },
  ),
  project(
    'base and dev, by an absolute import',
    split({
      'conf/base.py': base,
      'conf/dev.py': 'from conf.base import *  # noqa\n\nINSTALLED_APPS = INSTALLED_APPS + ["shop"]\n',
    }),
    { ...BOTH, settings: 'conf.dev' },
  ),
  project(
    'base alone',
    split({ 'conf/base.py': base, 'conf/dev.py': 'from .base import *\n\nINSTALLED_APPS += ["shop"]\n' }),
    { ...BLOG, settings: 'conf.base' },
  ),
  project(
    'base and dev, by name',
    split({
      'conf/base.py': base,
      'conf/dev.py':
        'from .base import INSTALLED_APPS as BASE\n\nSECRET_KEY = "x"\nINSTALLED_APPS = [*BASE, "shop"]\n',
    }),
    { ...BOTH, settings: 'conf.dev' },
  ),
  project(
    'base, dev and mine',
    split({
      'conf/base.py': base,
      'conf/dev.py': 'from .base import *\n',
      'conf/mine.py': 'from .dev import *\n\nINSTALLED_APPS += ["shop"]\n',
    }),
    { ...BOTH, settings: 'conf.mine' },
  ),
  project(
    'the package imports its base',
    split({ 'conf/__init__.py': 'from .base import *\n', 'conf/base.py': settings(['blog', 'shop']) }),
    { ...BOTH, settings: 'conf' },
  ),
  project(
    'a star does not bring what begins with an underscore',
    split({
      'conf/base.py': `${base}_EXTRA = ["shop"]\n`,
      'conf/dev.py': 'from .base import *\n\n_EXTRA = []\nINSTALLED_APPS += _EXTRA\n',
    }),
    { ...BLOG, settings: 'conf.dev' },
  ),
  project(
    'a star with __all__',
    split({
      'conf/base.py': `__all__ = ["SECRET_KEY"]\n${base}`,
      'conf/dev.py': 'INSTALLED_APPS = ["shop"]\nfrom .base import *\n',
    }),
    { shows: { labels: ['shop'] }, settings: 'conf.dev' },
  ),
  project(
    'local settings that are missing, in a try',
    by(
      'INSTALLED_APPS = ["blog"]',
      'try:',
      '    from local_settings import *',
      'except ImportError:',
      '    pass',
    ),
    { ...BLOG, unknown: 1 },
  ),
  project(
    'local settings that are there, in a try',
    {
      ...by(
        'INSTALLED_APPS = ["blog"]',
        'try:',
        '    from local_settings import *',
        'except ImportError:',
        '    pass',
      ),
      'local_settings.py': 'INSTALLED_APPS = ["blog", "shop"]\n',
    },
    { ...BOTH },
  ),
  project(
    'a package of local settings that lacks the module',
    { ...by('INSTALLED_APPS = ["blog"]', 'from blog.local import *') },
    { error: 'ModuleNotFoundError', untold: 'settings are followed to where they stop', unknown: 2 },
  ),
  project(
    'settings that import each other',
    split({
      'conf/a.py': 'from .b import *\nINSTALLED_APPS = ["blog"]\n',
      'conf/b.py': 'from .a import *\nSECRET_KEY = "x"\n',
    }),
    { ...BLOG, settings: 'conf.a' },
  ),
  project('settings that are missing', TWO, {
    error: 'ModuleNotFoundError',
    untold: 'settings may be a module beside the project',
    unknown: 1,
  }),
  project('settings of a package that lacks them', split({}), {
    error: 'ModuleNotFoundError',
    settings: 'conf.nope',
    unknown: 1,
  }),
  project('settings with a syntax error', by('INSTALLED_APPS = ['), {
    error: 'SyntaxError',
    untold: SYNTAX,
    unknown: 1,
  }),
  project(
    'settings with merge markers',
    by('<<<<<<< HEAD', 'INSTALLED_APPS = ["blog"]', '=======', 'INSTALLED_APPS = ["shop"]', '>>>>>>> topic'),
    { error: 'SyntaxError', untold: SYNTAX },
  ),
  project('settings that raise', by('raise RuntimeError("set me up")'), {
    error: 'RuntimeError',
    untold: 'what is not plain data is not run',
    unknown: 1,
  }),
];
