import { expect, test } from 'vitest';
import type { DiffEntry } from '../../src/change.ts';
import type { GitPath } from '../../src/path.ts';
import { readChange, type CommitReader } from '../../src/reading/read-change.ts';
import type { Files } from '../../src/rule.ts';
import { oidOf, sourcesOf } from '../helpers/tree.ts';
import { app, at, below, BLOG, duplicates, ONE, site, TWO, urls } from '../helpers/urlconfs.ts';

test.for<readonly [name: string, after: Files, before?: Files]>([
  ['one include', site(urls(BLOG, at('view')))],
  ['instance namespaces', site(urls(BLOG, at('include("blog.urls", namespace="news")')))],
  [
    'one namespace at different depths',
    site(urls(BLOG, at('include("api.urls")')), { 'api/urls.py': app('api', BLOG) }),
  ],
  [
    'one namespace within two others',
    site(
      urls(
        at('include(([path("x/", include("blog.urls"))], "a"))'),
        at('include(([path("x/", include("blog.urls"))], "b"))'),
      ),
    ),
  ],
  [
    'no namespace',
    site(urls(at('include("api.urls")'), at('include("api.urls")')), { 'api/urls.py': urls() }),
  ],
  [
    'lists without a namespace',
    site(urls(at('include([path("a/", view)])'), at('include([path("a/", view)])'))),
  ],
  [
    'translated and plain URLs',
    site(
      `${urls(BLOG)}from django.conf.urls.i18n import i18n_patterns\nurlpatterns += i18n_patterns(path("", include("shop.urls")), path("i18n/", include("django.conf.urls.i18n")))\n`,
    ),
  ],
  ['only while debugging', site(`${urls(BLOG)}if settings.DEBUG:\n    urlpatterns += [${BLOG}]\n`)],
  [
    'the one or the other',
    site(
      `from django.urls import include, path\nif X:\n    urlpatterns = [${BLOG}]\nelse:\n    urlpatterns = [path("b/", include("blog.urls"))]\n`,
    ),
  ],
  [
    'if it can be imported',
    site(`${urls(BLOG)}try:\n    urlpatterns += [${BLOG}]\nexcept ImportError:\n    pass\n`),
  ],
  ['replaced at times', site(`${urls(BLOG)}if X:\n    urlpatterns = []\nurlpatterns += [${BLOG}]\n`)],
  ['taken out again', site(`${urls(BLOG)}urlpatterns.remove(urlpatterns[0])\nurlpatterns += [${BLOG}]\n`)],
  [
    'filtered',
    site(`${urls(BLOG)}urlpatterns = [p for p in urlpatterns if good(p)]\nurlpatterns += [${BLOG}]\n`),
  ],
  ['the admin twice', site(urls('path("a/", admin.site.urls)', 'path("b/", admin.site.urls)'))],
  ["other people's", site(urls(at('include("x.urls")'), at('include("x.urls")'), at('include("y.urls")')))],
  ['a namespace that is computed', site(urls(BLOG, at('include("blog.urls", namespace=NAME)')))],
  [
    'an app_name that is computed',
    site(urls(BLOG, BLOG), { 'blog/urls.py': `app_name = __name__\n${urls()}` }),
  ],
  [
    'a namespace without app_name, which Django refuses',
    site(urls(at('include("api.urls", namespace="a")'), at('include("api.urls", namespace="a")')), {
      'api/urls.py': urls(),
    }),
  ],
  ['a name in both places', site(urls(at('include((X, "blog"))'), BLOG))],
  ['a text that Python does not understand', site(`${urls(BLOG, BLOG)}{% if x %}\n`)],
  [
    'URLconfs that include each other',
    site(urls(at('include("a.urls")')), { 'a/urls.py': app('a', at('include("conf.urls")')) }),
  ],
  ['it was there before', site(urls(BLOG, BLOG, at('view'))), TWO],
  ['it was there twice, and is three times', site(urls(BLOG, BLOG, BLOG)), TWO],
  [
    'the root is moved',
    {
      ...site('', { 'urls/root.py': urls(BLOG, BLOG, at('view')) }),
      'conf/settings.py': 'ROOT_URLCONF = "urls.root"\n',
    },
    TWO,
  ],
  ['the project is moved', below('backend', site(urls(BLOG, BLOG, at('view')))), TWO],
  ['a settings file is left out', { ...ONE, 'conf/settings.py': 'ROOT_URLCONF = X\n' }],
  ['another root is named', { ...ONE, 'conf/urls2.py': urls(BLOG, BLOG) }],
  ['nothing is included any more', site(urls(BLOG), { 'blog/urls.py': urls() }), TWO],
])('stays silent: %s', async ([, after, before]) => {
  expect(await duplicates(before ?? ONE, after)).toEqual([]);
});

const both = (two: string): Files => ({ ...below('one', ONE), ...below('two', site(two)) });

test('two projects of one repository do not meet', async () => {
  expect(await duplicates(both(urls()), both(urls(BLOG)))).toEqual([]);
  expect(await duplicates(both(urls(BLOG)), both(urls(BLOG, BLOG)))).toEqual([
    'two/conf/urls.py:5:16 blog two/conf/urls.py:4',
  ]);
});

const unread = (): never => {
  throw new Error('read');
};

test.for<readonly [name: string, isRead: boolean, after: string]>([
  ['a view is added', false, urls(BLOG, at('view'))],
  ['an include is added', true, urls(BLOG, BLOG)],
  ['the include is another one', true, urls(at('include("shop.urls")'))],
])('reads projects only when the lines with includes change: %s', async ([, isRead, after]) => {
  const before = urls(BLOG);
  const [path, mode] = ['conf/urls.py' as GitPath, '100644'];
  const entry: DiffEntry = { path, before: { mode, oid: oidOf(before) }, after: { mode, oid: oidOf(after) } };
  const reader: CommitReader = {
    tree: unread,
    diff: unread,
    sources: () => Promise.resolve(sourcesOf({ before, after })),
    outlines: unread,
  };
  const change = readChange(reader, {} as never, [entry], 'HEAD');
  await (isRead
    ? expect(change).rejects.toThrow('read')
    : expect(change).resolves.toMatchObject({ namespaces: [] }));
});
