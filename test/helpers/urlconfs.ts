import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/duplicate-url-namespace.ts';
import { problemsOf } from './change.ts';

/** How URLconfs begin: three lines. */
const HEAD = 'import os\nfrom django.urls import include, path\nurlpatterns = [\n';

/** A URLconf of these patterns; the first stands in line 4. */
export function urls(...patterns: readonly string[]): string {
  return `${HEAD}${patterns.map((each) => `    ${each},\n`).join('')}]\n`;
}

/** A pattern with that view, in column 16 of a line of `urls`. */
export function at(view: string): string {
  return `path("x/", ${view})`;
}

/** A URLconf with a namespace; the first pattern stands in line 5. */
export function app(name: string, ...patterns: readonly string[]): string {
  return `app_name = "${name}"\n${urls(...patterns)}`;
}

/** A project with that root URLconf, conf/urls.py, and two apps. */
export function site(root: string, files: Files = {}): Files {
  return {
    'manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf.settings")\n',
    'conf/settings.py': 'ROOT_URLCONF = "conf.urls"\nINSTALLED_APPS = ["blog", "shop", "apps.news"]\n',
    'conf/urls.py': root,
    'blog/urls.py': app('blog'),
    'shop/urls.py': app('shop'),
    'apps/news/urls.py': app('news'),
    ...files,
  };
}

/** The same files in a folder. */
export function below(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

/** The duplicate namespaces that a change brings: `path:line:column namespace path:line`. */
export async function duplicates(before: Files, after: Files): Promise<string[]> {
  const problems = await problemsOf({ before, after }, [rule]);
  return problems.map(
    ({ path, line, column, subject, data }) =>
      `${path}:${line}:${column} ${subject} ${data?.['other'] as string}`,
  );
}

/** An include of blog.urls. */
export const BLOG = at('include("blog.urls")');

/** A project that includes it once, and one that does so twice. */
export const ONE = site(urls(BLOG));
export const TWO = site(urls(BLOG, BLOG));
