import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/duplicate-url-namespace.ts';
import { problemsOf } from '../helpers/change.ts';
import { app, at, BLOG, duplicates, ONE, site, TWO, urls } from '../helpers/urlconfs.ts';

test.for<readonly [name: string, after: Files, expected: string, before?: Files]>([
  ['a second include', TWO, 'conf/urls.py:5:16 blog conf/urls.py:4'],
  [
    'the new one is the first',
    site(urls(at('include("blog.urls", "blog")'), BLOG), {}),
    'conf/urls.py:5:16 blog conf/urls.py:4',
  ],
  [
    'the new one is the first, and can be told',
    site(urls('path("y/", include("blog.urls"))', BLOG)),
    'conf/urls.py:4:16 blog conf/urls.py:5',
  ],
  [
    'a namespace by hand',
    site(urls(BLOG, at('include("shop.urls", namespace="blog")'))),
    'conf/urls.py:5:16 blog conf/urls.py:4',
  ],
  [
    'a list with a name',
    site(urls(BLOG, at('include(([], "blog"))'))),
    'conf/urls.py:5:16 blog conf/urls.py:4',
  ],
  [
    'routers with a name',
    site(urls(at('include((router.urls, "api"))'), at('include((router.urls, "api"))'))),
    'conf/urls.py:5:16 api conf/urls.py:4',
  ],
  [
    "somebody else's, by hand",
    site(urls(at('include("x.urls", namespace="x")'), at('include("x.urls", namespace="x")'))),
    'conf/urls.py:5:16 x conf/urls.py:4',
  ],
  [
    'an imported module',
    site(`from blog import urls as b\n${urls(BLOG, at('include(b)'))}`),
    'conf/urls.py:6:16 blog conf/urls.py:5',
  ],
  [
    'a module beside it',
    site(`from . import api\n${urls(at('include(api)'), at('include("conf.api")'))}`, {
      'conf/api.py': app('api'),
    }),
    'conf/urls.py:6:16 api conf/urls.py:5',
  ],
  [
    'the module beside changes',
    site(urls(BLOG, at('include("shop.urls")')), { 'shop/urls.py': app('blog') }),
    'conf/urls.py:5:16 blog conf/urls.py:4',
    site(urls(BLOG, at('include("shop.urls")'))),
  ],
  [
    'nested',
    site(urls(at('include("api.urls")')), { 'api/urls.py': app('api', BLOG, BLOG) }),
    'api/urls.py:6:16 api:blog api/urls.py:5',
  ],
  [
    'what is included includes it',
    site(urls(BLOG, at('include("api.urls")')), { 'api/urls.py': urls(BLOG) }),
    'conf/urls.py:5:16 blog conf/urls.py:4',
    site(urls(BLOG), { 'api/urls.py': urls(BLOG) }),
  ],
  [
    'one module without a namespace is included twice',
    site(urls(at('include("api.urls")'), at('include("api.urls")')), { 'api/urls.py': urls(BLOG) }),
    'conf/urls.py:5:16 blog conf/urls.py:4',
  ],
  [
    'the condition goes',
    TWO,
    'conf/urls.py:5:16 blog conf/urls.py:4',
    site(`${urls(BLOG)}if X:\n    urlpatterns += [${BLOG}]\n`),
  ],
  [
    'added after a list of others',
    site(`from x import patterns\n${urls(BLOG)}urlpatterns += patterns\nurlpatterns += [${BLOG}]\n`),
    'conf/urls.py:8:28 blog conf/urls.py:5',
  ],
])('finds: %s', async ([, after, expected, before]) => {
  expect(await duplicates(before ?? ONE, after)).toEqual([expected]);
});

test('says what is there twice, and how to end it', async () => {
  const [problem, ...others] = await problemsOf({ before: ONE, after: TWO });
  expect(others).toEqual([]);
  expect(problem).toEqual({
    rule: 'duplicate-url-namespace',
    severity: 'warning',
    path: 'conf/urls.py',
    line: 5,
    column: 16,
    subject: 'blog',
    message:
      'URL namespace blog is included twice, here and at conf/urls.py:4: reverse("blog:…") finds only one of them',
    hint: `remove one of the two, or give the second an instance namespace:
    include("blog.urls", namespace="blog-2")
where both are meant, say so at the end of that line:
    # pyreset: allow duplicate-url-namespace -- reason`,
    data: { namespace: 'blog', path: 'conf/urls.py', other: 'conf/urls.py:4' },
  });
});

test.for<readonly [name: string, after: Files, message: string, hint: string]>([
  [
    'two modules of one name',
    site(urls(BLOG, at('include("shop.urls")')), { 'shop/urls.py': app('blog') }),
    'here and at conf/urls.py:4:',
    'shop.urls and blog.urls give the same name: change app_name in one, and where that is reversed',
  ],
  [
    'by way of others',
    site(urls(at('include("api.urls")'), at('include("api.urls")')), { 'api/urls.py': urls(BLOG) }),
    'through here and through conf/urls.py:4:',
    'remove one of the two, or give what is included here an app_name: what it includes is then below that',
  ],
  [
    'names that would hurt a terminal',
    site(urls(at('include(([], "a\\x1bb"))'), at('include(([], "a\\x1bb"))'))),
    String.raw`URL namespace a\x1bb is included twice`,
    String.raw`    include(…, namespace="a\\x1bb-2")`,
  ],
])('tells: %s', async ([, after, message, hint]) => {
  const [problem] = await problemsOf({ before: ONE, after }, [rule]);
  expect(problem?.message).toContain(message);
  expect(problem?.hint.split('\n')).toContain(hint);
});
