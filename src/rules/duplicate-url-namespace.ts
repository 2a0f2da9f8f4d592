import type { DuplicateNamespace, IncludedAt } from '../django/urls/namespaces.ts';
import { pathText } from '../path.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const MANAGE = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n';
const urls = (...includes: readonly string[]): string => `from django.urls import include, path

urlpatterns = [
${includes.map((include) => `    ${include},\n`).join('')}]
`;
const PROJECT = {
  'manage.py': MANAGE,
  'mysite/settings.py': 'ROOT_URLCONF = "mysite.urls"\n',
  'blog/urls.py': 'app_name = "blog"\nurlpatterns = []\n',
};
const BLOG = 'path("blog/", include("blog.urls"))';
const BEFORE = { ...PROJECT, 'mysite/urls.py': urls(BLOG) };

export default defineRule({
  name: 'duplicate-url-namespace',
  summary: 'one URL namespace is included twice',
  why:
    'Django starts with two of one namespace, and "manage.py check" only warns (urls.W005). Every reverse() and every ' +
    '{% url %} of that namespace then leads to one of the two, and the other one cannot be reached by its names.',
  severity: 'warning',
  lineBound: true,
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/http/urls/#url-namespaces',
  bad: {
    before: BEFORE,
    after: { ...PROJECT, 'mysite/urls.py': urls(BLOG, 'path("news/", include("blog.urls"))') },
  },
  good: {
    before: BEFORE,
    after: {
      ...PROJECT,
      'mysite/urls.py': urls(BLOG, 'path("news/", include("blog.urls", namespace="news"))'),
    },
  },

  *check({ namespaces }) {
    for (const duplicate of namespaces) {
      const { namespace, here, other, search } = duplicate;
      const shown = visible(namespace);
      const harm = `reverse("${shown}:…") finds only one of them`;
      const message = other
        ? `URL namespace ${shown} is included twice, ${here.direct ? 'here' : 'through here'} and ${place(other)}: ${harm}`
        : `URL namespace ${shown} is probably included twice, here, and the loop at line ${search} includes every app with urls again: ${harm}`;
      yield {
        path: here.path,
        line: here.line,
        column: here.column,
        subject: namespace,
        message,
        hint: [...howToEnd(duplicate), ...MEANT].join('\n'),
        data: {
          namespace,
          path: pathText(here.path),
          other: other ? `${pathText(other.path)}:${other.line}` : `${pathText(here.path)}:${search}`,
        },
      };
    }
  },
});

function place({ path, line, direct }: IncludedAt): string {
  return `${direct ? 'at' : 'through'} ${showPath(path)}:${line}`;
}

const MEANT = [
  'where both are meant, say so at the end of that line:',
  '    # pyreset: allow duplicate-url-namespace -- reason',
];

function howToEnd({ namespace, here, other, search }: DuplicateNamespace): string[] {
  if (!other)
    return [
      `remove this include, for the loop at line ${search} has it already; or skip the app in the loop`,
    ];
  const [one, another] = [here.module, other.module].map((name) => name && visible(name));
  if (one !== undefined && another !== undefined && one !== another)
    return [`${one} and ${another} give the same name: change app_name in one, and where that is reversed`];
  if (!here.direct)
    return [
      'remove one of the two, or give what is included here an app_name: what it includes is then below that',
    ];
  const name = visible(namespace.slice(namespace.lastIndexOf(':') + 1));
  const included = one === undefined ? '…' : JSON.stringify(one);
  return [
    'remove one of the two, or give the second an instance namespace:',
    `    include(${included}, namespace=${JSON.stringify(`${name}-2`)})`,
  ];
}
