/** How dependencies are written. */
import type { Files } from './our-answer.ts';
import { after, blog, migration, project, settings, type Rest } from './projects-shape.ts';

const FIRST = { '0001_initial': after() };
const NEXT = 'blog.0002_next';
const EDGE = `${NEXT} < blog.0001_initial`;

/** `blog` with an initial migration and one with these lines in its class. */
const next = (...lines: readonly string[]): Files => blog({ ...FIRST, '0002_next': migration(...lines) });
/** The same with lines of the module before the class. */
const module = (before: string, ...lines: readonly string[]): Files =>
  blog({ ...FIRST, '0002_next': `${before}\n${migration(...lines)}` });
const shows = { edges: [EDGE] };
/** It may be left unknown. */
const open: Rest = { shows, unknown: 1 };

/** How dependencies are written. */
export const WRITTEN = [
  project('a list of tuples', next('dependencies = [("blog", "0001_initial")]'), { shows }),
  project('a tuple of tuples', next('dependencies = (("blog", "0001_initial"),)'), { shows }),
  project(
    'single quotes, comments, many lines',
    next('dependencies = [  # what was', "    ('blog',", "     '0001_initial'),  # first", ']'),
    { shows },
  ),
  project('the prefix of Python 2', next("dependencies = [(u'blog', u'0001_initial')]"), { shows }),
  project(
    'a header of Python 2',
    module(
      '# -*- coding: utf-8 -*-\nfrom __future__ import unicode_literals\n',
      "dependencies = [('blog', '0001_initial')]",
    ),
    { shows },
  ),
  project('strings side by side', next('dependencies = [("bl" "og", "0001" "_initial")]'), { shows }),
  project('a sum', next('dependencies = [] + [("blog", "0001_initial")]'), { shows }),
  project(
    'a constant of the module',
    module('BEFORE = [("blog", "0001_initial")]\n', 'dependencies = BEFORE'),
    { shows },
  ),
  project('a constant for the label', module('APP = "blog"\n', 'dependencies = [(APP, "0001_initial")]'), {
    shows,
  }),
  project('a starred constant', module('BEFORE = [("blog", "0001_initial")]\n', 'dependencies = [*BEFORE]'), {
    shows,
  }),
  project('an annotation', next('dependencies: list = [("blog", "0001_initial")]'), { shows }),
  project(
    'assigned twice',
    next('dependencies = [("nope", "0001")]', 'dependencies = [("blog", "0001_initial")]'),
    open,
  ),
  project(
    'assigned after the class',
    blog({ ...FIRST, '0002_next': `${after()}\n\nMigration.dependencies = [("blog", "0001_initial")]\n` }),
    open,
  ),
  project(
    'added in the class',
    next('dependencies = []', 'dependencies += [("blog", "0001_initial")]'),
    open,
  ),
  project(
    'appended in the class',
    next('dependencies = []', 'dependencies.append(("blog", "0001_initial"))'),
    open,
  ),
  project('a comprehension', next('dependencies = [(label, "0001_initial") for label in ["blog"]]'), open),
  project(
    'computed by a function',
    module('def before():\n    return [("blog", "0001_initial")]\n', 'dependencies = before()'),
    open,
  ),
  project(
    'of the environment',
    module('import os\n', 'dependencies = [("blog", os.environ.get("NO_SUCH_NAME", "0001_initial"))]'),
    open,
  ),
  project('a condition', next('dependencies = [("blog", "0001_initial")] if True else []'), open),
  project('an f-string', module('N = 1\n', 'dependencies = [("blog", f"000{N}_initial")]'), open),
  project(
    'of the settings',
    {
      ...module(
        'from django.conf import settings\n',
        'dependencies = [(settings.FIRST_APP, "0001_initial")]',
      ),
      'settings.py': settings(['blog'], 'FIRST_APP = "blog"'),
    },
    open,
  ),
  project(
    'imported',
    blog({
      ...FIRST,
      '0002_next': `from blog.migrations._before import BEFORE\n${migration('dependencies = BEFORE')}`,
      _before: 'BEFORE = [("blog", "0001_initial")]\n',
    }),
    open,
  ),
  project(
    'inherited',
    blog({
      ...FIRST,
      '0002_next': 'from ._base import Base\n\n\nclass Migration(Base):\n    pass\n',
      _base: after('blog.0001_initial').replace('class Migration', 'class Base'),
    }),
    open,
  ),
  project(
    'inherited within the module',
    blog({
      ...FIRST,
      '0002_next': `${after('blog.0001_initial').replace('class Migration', 'class Base')}\n\nclass Migration(Base):\n    pass\n`,
    }),
    open,
  ),
  project(
    'the class under a condition',
    blog({ ...FIRST, '0002_next': `if True:\n${after('blog.0001_initial').replaceAll(/^(?=.)/gm, '    ')}` }),
    open,
  ),
  project(
    'the base by another name',
    blog({
      ...FIRST,
      '0002_next':
        'from django.db.migrations import Migration as M\n\n\nclass Migration(M):\n    dependencies = [("blog", "0001_initial")]\n',
    }),
    { shows },
  ),
  project('no dependencies at all', next(), { shows: { edges: [], leaves: ['blog.0001_initial', NEXT] } }),
  project('the same twice', next('dependencies = [("blog", "0001_initial"), ("blog", "0001_initial")]'), {
    shows,
  }),
  project(
    'initial, said and unsaid',
    blog({
      '0001_initial': migration('initial = True'),
      '0001_other': migration('initial = False'),
      '0001_third': migration(),
    }),
    { shows: { initial: ['blog.0001_initial = true', 'blog.0001_other = false', 'blog.0001_third = null'] } },
  ),
  project('initial, computed', blog({ '0001_initial': migration('initial = bool(1)') }), {
    shows: { initial: ['blog.0001_initial = true'] },
    unknown: 1,
  }),
];
