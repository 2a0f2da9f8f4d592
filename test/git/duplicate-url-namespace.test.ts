import { expect, test } from 'vitest';
import { repository, type Repository } from '../helpers/repository.ts';
import { BLOG, site, urls } from '../helpers/urlconfs.ts';

/** A project that includes blog.urls once, committed. */
function project(): Repository {
  const made = repository();
  made.commit('blog', site(urls(BLOG)));
  return made;
}

const WARNING = `conf/urls.py:5:16: warning: URL namespace blog is included twice, here and at conf/urls.py:4: reverse("blog:…") finds only one of them  [duplicate-url-namespace]
  remove one of the two, or give the second an instance namespace:
      include("blog.urls", namespace="blog-2")
  where both are meant, say so at the end of that line:
      # pyreset: allow duplicate-url-namespace -- reason

0 errors, 1 warning
`;

test('a second include is told when it is staged, and again from what was remembered', () => {
  const made = project();
  made.write({ 'conf/urls.py': urls(BLOG, BLOG) });
  made.git('add', '--all');
  for (const _ of [1, 2])
    expect(made.pyreset('check')).toMatchObject({ status: 0, stdout: WARNING, stderr: '' });
  made.commit('twice');
  expect(made.pyreset('check', '--range', 'HEAD~..HEAD').stdout).toBe(WARNING);
  made.write({ 'conf/urls.py': urls(BLOG, BLOG, 'path("x/", include("x.urls"))') });
  made.git('add', '--all');
  expect(made.pyreset('check').output).toBe('');
});

test('a merge is told of what it brings together, and of nothing else', () => {
  const made = project();
  const head = urls(BLOG).replace(/\]\n$/, '');
  made.commit('room', { 'conf/urls.py': `${head}]\n\n# more\n\nurlpatterns += [\n]\n` });
  made.git('checkout', '--quiet', '-b', 'one');
  made.commit('one', {
    'conf/urls.py': `${head}    path("s/", include("shop.urls")),\n]\n\n# more\n\nurlpatterns += [\n]\n`,
  });
  made.git('checkout', '--quiet', 'main');
  made.commit('two', {
    'conf/urls.py': `${head}]\n\n# more\n\nurlpatterns += [\n    path("t/", include("shop.urls")),\n]\n`,
  });
  made.git('merge', '--quiet', '--no-edit', 'one');
  expect(made.pyreset('check', '--range', 'HEAD~..HEAD').stdout).toContain(
    'URL namespace shop is included twice',
  );
});
