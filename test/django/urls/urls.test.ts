import { expect, test } from 'vitest';
import type { Include } from '../../../src/django/urls/url-includes.ts';
import { readUrls } from '../../../src/django/urls/urls.ts';

const IMPORT = 'from django.urls import include, path, re_path\n';

const text = (given: Include['route']): string =>
  typeof given === 'object' ? JSON.stringify(given.value) : (given ?? '-');

/** An include as `route → what (app namespace, namespace)`, with `?` when conditional, and what is nested in it. */
const shown = ({ included, appNamespace, namespace, route, conditional, nested }: Include): string => {
  const what = 'name' in included ? `${included.kind} ${included.name}` : included.kind;
  const inside = nested.length > 0 ? ` [${nested.map(shown).join(', ')}]` : '';
  return `${conditional ? '?' : ''}${text(route)} → ${what} (${text(appNamespace)}, ${text(namespace)})${inside}`;
};

/** What is included, then `…` when there may be more, then the line of discovery. */
const read = (source: string): string[] => {
  const { includes, complete, discovery } = readUrls(IMPORT + source);
  const line = discovery === undefined ? [] : [`discovery ${discovery.line}`];
  return [...includes.map(shown), ...(complete ? [] : ['…']), ...line];
};

const patterns = (...lines: string[]): string =>
  `urlpatterns = [\n${lines.map((line) => `    ${line},\n`).join('')}]\n`;

/** One pattern for that view. */
const view = (text: string): string => patterns(`path("x/", ${text})`);

const A = '"a/" → module a (-, -)';
const B = '"b/" → module b (-, -)';

test.for([
  [
    'views',
    patterns('path("x/", views.index)', 'path("y/", View.as_view(), name="y")', 're_path("^z", view)'),
  ],
  ['wrapped views', patterns('path("x/", login_required(view))', 'path("y/", cache_page(60)(view))')],
  [
    'a function called include',
    `def include(x): pass\nfrom core import include as include2\n${view('lambda r: r')}`,
  ],
  ['include outside of urlpatterns', 'other = [path("x/", include("blog"))]\nurlpatterns = []\n'],
  ['what urlpatterns was before', `${view('include("blog")')}urlpatterns = []\n`],
  [
    'static files',
    'from django.conf.urls.static import static\nurlpatterns = [] + static("/m/", document_root="m")\n',
  ],
  ['a text', 'x = """\nurlpatterns = [path("x/", include("blog"))]\n"""\nurlpatterns = []\n'],
  ['__all__', '__all__ = ["urlpatterns"]\nurlpatterns = []\n'],
  ['no urlpatterns at all', 'x = 1\n'],
] as const)('nothing is included: %s', ([, source]) => {
  expect(read(source)).toEqual([]);
});

test.for([
  ['a module that is computed', view('include(f"{app}.urls")'), ['"x/" → unknown (-, -)']],
  ['a router', patterns('path("api/", include(router.urls))'), ['"api/" → unknown (-, -)']],
  ['a list of a function', view('include(urls())'), ['"x/" → unknown (-, -)']],
  [
    'the admin',
    `from django.contrib import admin\n${patterns('path("admin/", admin.site.urls)')}`,
    ['"admin/" → unknown (unknown, unknown)'],
  ],
  [
    'the admin, included',
    `from django.contrib import admin\n${patterns('path("admin/", include(admin.site.urls))')}`,
    ['"admin/" → unknown (-, -)'],
  ],
  ['a foreign include', view('decorator_include(f, "blog")'), ['"x/" → unknown (unknown, unknown)']],
  ['a choice', view('include("a") if X else include("b")'), ['"x/" → unknown (unknown, unknown)']],
  ['a translated route', patterns('path(_("x/"), include("blog"))'), ['unknown → module blog (-, -)']],
  ['a computed namespace', view('include("blog", namespace=ns)'), ['"x/" → module blog (-, unknown)']],
  ['hidden arguments', view('include("blog", **options)'), ['"x/" → module blog (unknown, unknown)']],
  ['a tuple of three', view('include(("blog", "a", "b"))'), ['"x/" → unknown (unknown, -)']],
  [
    'a list that is changed',
    `a = []\na.append(path("b/", include("b.urls")))\n${view('include(a)')}`,
    ['"x/" → unknown (-, -)'],
  ],
  ['another function than path', patterns('page("x/", include("blog"))'), ['unknown → module blog (-, -)']],
  ['patterns of a function', 'urlpatterns = get_urls()\n', ['…']],
  ['patterns of another module', 'from core.urls import urlpatterns\nurlpatterns += []\n', ['…']],
  ['a star import', 'from core.urls import *\nurlpatterns += []\n', ['…']],
  ['a pattern that is a name', 'urlpatterns = [PATTERN]\n', ['…']],
  ['an unpacked name', 'urlpatterns = [*more]\n', ['…']],
  ['itself, after a star import', 'from core.urls import *\nurlpatterns = urlpatterns + []\n', ['…']],
  ['inserted', 'urlpatterns = []\nurlpatterns.insert(0, path("x/", include("blog")))\n', ['…']],
  ['handed to a function', 'urlpatterns = []\nregister(urlpatterns)\n', ['…']],
] as const)('unknown: %s', ([, source, expected]) => {
  expect(read(source)).toEqual(expected);
});

test.for([
  ['a module', view('include("blog")'), ['"x/" → module blog (-, -)']],
  [
    'keywords',
    patterns('path(view=include(arg="blog", namespace="b"), route="x/")'),
    ['"x/" → module blog (-, "b")'],
  ],
  [
    'a namespace by position',
    patterns('re_path(r"^x/", include("blog", "b"))'),
    ['"^x/" → module blog (-, "b")'],
  ],
  ['a tuple', view('include(("blog", "blog"), namespace="b")'), ['"x/" → module blog ("blog", "b")']],
  [
    'an imported module',
    `from blog import urls as u\n${view('include(u)')}`,
    ['"x/" → reference blog.urls (-, -)'],
  ],
  [
    'a module by its whole name',
    `import blog.urls\n${view('include(blog.urls)')}`,
    ['"x/" → reference blog.urls (-, -)'],
  ],
  ['a constant', `B = "blog"\n${view('include(B + ".urls")')}`, ['"x/" → module blog.urls (-, -)']],
  [
    'a list',
    view('include([path("y/", include("y.urls")), path("z/", view)])'),
    ['"x/" → patterns (-, -) ["y/" → module y.urls (-, -)]'],
  ],
  [
    'a list by name, though urlpatterns grows',
    `api = [path("y/", include("y.urls"))]\n${view('include((api, "api"))')}if X:\n    urlpatterns += [path("d/", include("d.urls"))]\n`,
    ['"x/" → patterns ("api", -) ["y/" → module y.urls (-, -)]', '?"d/" → module d.urls (-, -)'],
  ],
  ['sums', 'a = [path("a/", include("a"))]\nurlpatterns = a + [path("b/", include("b"))]\n', [A, B]],
  [
    'append and extend',
    'urlpatterns = []\nurlpatterns.append(path("a/", include("a")))\nurlpatterns.extend([path("b/", include("b"))])\n',
    [A, B],
  ],
  [
    'itself and more',
    `${patterns('path("a/", include("a"))')}urlpatterns = [*urlpatterns, path("b/", include("b"))]\n`,
    [A, B],
  ],
  [
    'i18n_patterns',
    'from django.conf.urls.i18n import i18n_patterns\nurlpatterns = [path("a/", include("a"))]\nurlpatterns += i18n_patterns(path("b/", include("b")), prefix_default_language=False)\n',
    [A, B],
  ],
  ['a pattern by name', 'p = path("a/", include("a"))\nurlpatterns = [p]\n', [A]],
  [
    'try',
    'urlpatterns = []\ntry:\n    urlpatterns += [path("a/", include("a"))]\nexcept ImportError:\n    pass\n',
    ['?"a/" → module a (-, -)'],
  ],
  [
    'the old url',
    'from django.conf.urls import url\nurlpatterns = [url(r"^a/", include("a", namespace="n", app_name="app"))]\n',
    ['"^a/" → module a ("app", "n")'],
  ],
  [
    'a star import of Django',
    'from django.conf.urls.defaults import *\nurlpatterns = patterns("", url(r"^a/", include("a")))\n',
    ['"^a/" → module a (-, -)'],
  ],
  [
    'other names',
    'from django import urls as u\nfrom django.urls import include as inc\nurlpatterns = [u.path("a/", inc("a")), u.path("b/", u.include("b"))]\n',
    [A, B],
  ],
] as const)('included: %s', ([, source, expected]) => {
  expect(read(source)).toEqual(expected);
});

const LOOP = 'urlpatterns = []\nfor app in APPS:\n    ';

test.for([
  [
    'a loop',
    `${LOOP}urlpatterns.append(path(app, include(f"{app}.urls")))\n`,
    ['?unknown → unknown (-, -)', 'discovery 3'],
  ],
  [
    'a loop that tries',
    `${LOOP}try:\n        urlpatterns += [path(app, include(app + ".urls"))]\n    except ImportError:\n        pass\n`,
    ['?unknown → unknown (-, -)', 'discovery 3'],
  ],
  [
    'a loop with a name',
    `${LOOP}p = path(app, include(app))\n    urlpatterns.append(p)\n`,
    ['…', 'discovery 3'],
  ],
  ['a comprehension', 'urlpatterns = [path(a, include(a)) for a in APPS]\n', ['…', 'discovery 2']],
  [
    'an unpacked comprehension',
    patterns('path("a/", include("a"))', '*[path(a, include(a)) for a in APPS]'),
    [A, '…', 'discovery 4'],
  ],
  [
    'a function of the module',
    'def find():\n    for a in APPS:\n        yield path(a, include(a))\nurlpatterns = [] + find()\n',
    ['…', 'discovery 5'],
  ],
  [
    'a function that fills urlpatterns',
    'urlpatterns = []\ndef find():\n    for a in APPS:\n        urlpatterns.append(path(a, include(a)))\nfind()\n',
    ['…', 'discovery 3'],
  ],
  [
    'a function by its name',
    'from core import autodiscover\nurlpatterns = autodiscover()\n',
    ['…', 'discovery 3'],
  ],
] as const)('discovery: %s', ([, source, expected]) => {
  expect(read(source)).toEqual(expected);
});

test.for([
  ['views in a loop', `${LOOP}urlpatterns.append(path(app, view))\n`, []],
  ['a comprehension of views', 'urlpatterns = [path(a, view) for a in APPS]\n', ['…']],
  ['a loop over something else', 'urlpatterns = []\nfor app in APPS:\n    register(app)\n', []],
] as const)('no discovery: %s', ([, source, expected]) => {
  expect(read(source)).toEqual(expected);
});

test.for([
  ['', undefined],
  ['app_name = "blog"\n', { value: 'blog', line: 1, column: 12 }],
  ['app_name: str = "blog"\n', { value: 'blog', line: 1, column: 17 }],
  ['app_name = __name__\n', 'unknown'],
  ['if X:\n    app_name = "blog"\n', 'unknown'],
  ['from .base import app_name\n', 'unknown'],
  ['from .base import *\n', 'unknown'],
] as const)('app_name of %j', ([source, expected]) => {
  expect(readUrls(source).appName).toEqual(expected);
});

test('places', () => {
  const { includes } = readUrls(`${IMPORT}${view('include("blog", "b")')}`);
  expect(includes).toMatchObject([
    { line: 3, column: 16, regex: false, route: { line: 3, column: 10 }, namespace: { line: 3, column: 32 } },
  ]);
});
