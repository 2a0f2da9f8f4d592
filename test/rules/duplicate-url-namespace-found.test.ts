import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/duplicate-url-namespace.ts';
import { problemsOf } from '../helpers/change.ts';
import { app, at, below, BLOG, duplicates, ONE, site, urls } from '../helpers/urlconfs.ts';

const NEWS = at('include("apps.news.urls")');
const loop = (condition = 'os.path.exists(os.path.join(APPS, name, "urls.py"))'): string => `
APPS = os.path.join(settings.BASE_DIR, "apps")
for name in os.listdir(APPS):
    if ${condition}:
        urlpatterns.append(path(name, include(f"apps.{name}.urls")))
`;
const INSTALLED = 'urlpatterns += [path(a, include(f"{a}.urls")) for a in settings.INSTALLED_APPS]\n';

test.for<readonly [name: string, after: Files, before?: Files]>([
  ['a loop alone', site(`${urls(BLOG)}${loop()}`)],
  ['the app is skipped', site(`${urls(NEWS)}${loop('name != "news"')}`)],
  ['the app is in a list', site(`${urls(NEWS)}SKIP = ["news"]\n${loop('name not in SKIP')}`)],
  ['an app that the loop does not come upon', site(`${urls(BLOG)}${loop()}`), site(urls())],
  ['another namespace', site(`${urls(at('include("apps.news.urls", namespace="n")'))}${loop()}`)],
  ['no namespace', site(`${urls(NEWS)}${loop()}`, { 'apps/news/urls.py': urls() })],
  ['no app', site(`${urls(at('include("apps.api.urls")'))}${loop()}`, { 'apps/api/urls.py': app('api') })],
  ['only while debugging', site(`${urls()}if settings.DEBUG:\n    urlpatterns += [${NEWS}]\n${loop()}`)],
  ['nested, where the loop is not', site(`${urls(at(`include([${NEWS}])`))}${loop()}`)],
  ['it was there before', site(`${urls(NEWS, BLOG)}${loop()}`), site(`${urls(NEWS)}${loop()}`)],
  [
    'another file changes',
    site(`${urls(NEWS)}${loop()}`, { 'apps/news/urls.py': app('news', at('include("x.urls")')) }),
    site(`${urls(NEWS)}${loop()}`, { 'apps/news/urls.py': app('old') }),
  ],
  [
    'the project is moved',
    below('backend', site(`${urls(NEWS, BLOG)}${loop()}`)),
    site(`${urls(NEWS)}${loop()}`),
  ],
])('a search, silent: %s', async ([, after, before]) => {
  expect(await duplicates(before ?? ONE, after)).toEqual([]);
});

test.for<readonly [name: string, after: Files, expected: string, before?: Files]>([
  [
    'an include beside a loop',
    site(`${urls(NEWS)}${loop()}`),
    'conf/urls.py:4:16 news conf/urls.py:8',
    site(urls() + loop()),
  ],
  [
    'a loop beside an include',
    site(`${urls(NEWS)}${loop()}`),
    'conf/urls.py:4:16 news conf/urls.py:8',
    site(urls(NEWS)),
  ],
  ['installed apps', site(urls(NEWS) + INSTALLED), 'conf/urls.py:4:16 news conf/urls.py:6'],
  [
    'within a namespace',
    site(urls(at('include("api.urls")')), { 'api/urls.py': app('api', NEWS) + loop() }),
    'api/urls.py:5:16 api:news api/urls.py:9',
  ],
  ['certain as well', site(urls(NEWS, NEWS) + loop()), 'conf/urls.py:5:16 news conf/urls.py:4', site(urls())],
])('a search, found: %s', async ([, after, expected, before]) => {
  expect(await duplicates(before ?? ONE, after)).toEqual([expected]);
});

test('says that it is probable', async () => {
  const [problem] = await problemsOf({ before: ONE, after: site(urls(NEWS) + INSTALLED) }, [rule]);
  expect(problem?.message).toBe(
    'URL namespace news is probably included twice, here, and the loop at line 6 includes every app with urls again: ' +
      'reverse("news:…") finds only one of them',
  );
  expect(problem?.hint.split('\n')[0]).toBe(
    'remove this include, for the loop at line 6 has it already; or skip the app in the loop',
  );
});

/** A repository in which no settings name a root URLconf. */
const without = (files: Files): Files => ({
  'blog/urls.py': app('blog'),
  'shop/urls.py': app('shop'),
  ...files,
});

test.for<readonly [name: string, before: Files, after: Files]>([
  [
    'two roots',
    without({ 'one/urls.py': urls(BLOG) }),
    without({ 'one/urls.py': urls(BLOG), 'two/urls.py': urls(BLOG) }),
  ],
  [
    'tests',
    without({}),
    without({ 'tests/urls.py': urls(BLOG, BLOG), 'shop/tests/urls.py': urls(BLOG, BLOG) }),
  ],
  ['an example', without({}), without({ 'example/site/urls.py': urls(BLOG, BLOG) })],
  [
    'a root is moved',
    without({ 'one/urls.py': urls(BLOG, BLOG) }),
    without({ 'two/urls.py': urls(BLOG, at('view'), BLOG) }),
  ],
  [
    'it becomes a root',
    without({ 'one/urls.py': urls(at('include("two.urls")')), 'two/urls.py': app('two', BLOG, BLOG) }),
    without({ 'one/urls.py': urls(), 'two/urls.py': app('two', BLOG, BLOG) }),
  ],
  [
    'an ambiguous module',
    without({}),
    { 'a/p/blog/urls.py': app('x'), 'b/p/blog/urls.py': app('x'), 'c/p/urls.py': urls(BLOG, BLOG) },
  ],
  ['a project names its root', ONE, { ...ONE, 'other/urls.py': urls(BLOG, BLOG) }],
])('without a root, silent: %s', async ([, before, after]) => {
  expect(await duplicates(before, after)).toEqual([]);
});

test.for<readonly [name: string, after: Files, expected: string]>([
  ['at the top', without({ 'urls.py': urls(BLOG, BLOG) }), 'urls.py:5:16 blog urls.py:4'],
  [
    'in a folder',
    below(
      'src/x',
      without({ 'conf/urls.py': urls(BLOG, BLOG), 'conf/__init__.py': '', 'blog/__init__.py': '' }),
    ),
    'src/x/conf/urls.py:5:16 blog src/x/conf/urls.py:4',
  ],
  [
    'below another',
    without({ 'conf/urls.py': urls(at('include("a.urls")')), 'a/urls.py': app('a', BLOG, BLOG) }),
    'a/urls.py:6:16 a:blog a/urls.py:5',
  ],
])('without a root, found: %s', async ([, after, expected]) => {
  const before = Object.fromEntries(Object.keys(after).map((path) => [path, urls()]));
  expect(await duplicates(before, after)).toEqual([expected]);
});
