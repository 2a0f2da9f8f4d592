import { FEW, allow } from '../advice/words.ts';
import type { OldLabel, ReferenceKind } from '../django/labels/old-labels.ts';
import { fileKind } from '../django/labels/reference-files.ts';
import type { StaleReferences } from '../django/labels/stale-references.ts';
import { pathText, type GitPath } from '../path.ts';
import { defineRule } from '../rule.ts';
import { counted, visible } from '../show.ts';

const RULE = 'stale-app-reference';

const MANAGE = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n';

const config = (label: string): string => `from django.apps import AppConfig

class ShopConfig(AppConfig):
    name = "shop"
    label = "${label}"
`;

const MODELS = 'from django.db import models\n';
const bill = (label: string): string => `${MODELS}
class Bill(models.Model):
    item = models.ForeignKey("${label}.Item", on_delete=models.PROTECT)
`;

const BEFORE = {
  'manage.py': MANAGE,
  'mysite/settings.py': 'INSTALLED_APPS = ["shop", "billing"]\n',
  'shop/apps.py': config('shop'),
  'shop/models.py': `${MODELS}\nclass Item(models.Model): ...\n`,
  'billing/models.py': MODELS,
};
const AFTER = { ...BEFORE, 'shop/apps.py': config('store') };

export default defineRule({
  name: RULE,
  summary: 'something still names the old label of an app whose label changed',
  why:
    'Models, permissions, fixtures and pages of the admin are found by the label of their app, written in texts that ' +
    'no import checks. What still says the old one fails where it is used: some of it when Django starts, the rest ' +
    'in a view, a template or a test, and a permission that nobody has any more only refuses.',
  severity: 'warning',
  lineBound: true,
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.label',
  bad: { before: BEFORE, after: { ...AFTER, 'billing/models.py': bill('shop') } },
  good: { before: BEFORE, after: { ...AFTER, 'billing/models.py': bill('store') } },

  *check({ references, labels: changes }) {
    const isMany = references.length > FEW;
    const carried = new Set(changes.flatMap(({ old, carried }) => (carried ? old : [])));
    for (const stale of references) {
      const { path, line, column, count, labels } = stale;
      yield {
        path,
        line,
        column,
        subject: pathText(path),
        message: `${counted(count, 'reference')} to ${labelsOf(labels)}: ${harmsOf(stale)}`,
        hint: [
          `write what the app is called now${howToKeep(labels.filter(({ old }) => !carried.has(old)))}:`,
          ...(isMany ? howToFind(labels) : whatToWrite(stale)),
          ...howToAllow(path, isMany),
        ].join('\n'),
        data: { labels: labels.map(({ old }) => old), count, path: pathText(path) },
      };
    }
  },
});

/** `app label shop, which is store now`. */
function labelsOf(labels: readonly OldLabel[]): string {
  const renamed = labels.map(
    ({ old, now }) => `${visible(old)}, which is ${now.map(visible).join(' or ')} now`,
  );
  return `app label ${renamed.join(', and ')}`;
}

/** What becomes of a reference, the worst first. */
const HARMS = {
  entry: 'Django does not start',
  model: 'Django finds no such model',
  app: 'Django finds no such app',
  fixture: 'loaddata refuses it',
  url: 'no URL has that name',
  permission: 'nobody has that permission',
  key: 'Django looks for the migrations elsewhere',
} as const satisfies Record<ReferenceKind, string>;

function harmsOf({ kinds }: StaleReferences): string {
  const harms = Object.entries(HARMS).filter(([kind]) => kinds.has(kind as ReferenceKind));
  return harms.map(([, harm]) => harm).join(', ');
}

function whatToWrite({ first, count }: StaleReferences): string[] {
  const shown = first.length > FEW ? first.slice(0, FEW - 1) : first;
  const lines = shown.map(({ line, text, now }) => {
    const better = now === undefined ? '' : `${shortened(now)} instead of `;
    return `    line ${line}: ${better}${shortened(text)}`;
  });
  const rest = count - shown.length;
  return [...lines, ...(rest > 0 ? [`    and ${rest} more`] : [])];
}

function howToFind(labels: readonly OldLabel[]): string[] {
  const words = labels.map(({ old }) => `-e ${visible(old)}`).join(' ');
  return [`    git grep --line-number --word-regexp ${words}`];
}

/** Where nothing carries the history over, the label was perhaps not meant to change at all. */
function howToKeep(labels: readonly OldLabel[]): string {
  const assignments = labels.map(({ old }) => `label = ${JSON.stringify(visible(old))}`);
  return labels.length > 0 ? `, or keep its label (${assignments.join(' and ')} in AppConfig)` : '';
}

function shortened(text: string): string {
  return visible(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

/** Where a comment can say so, it does. */
function howToAllow(path: GitPath, isMany: boolean): string[] {
  const kind = fileKind(path);
  const comment = `# pyreset: allow ${RULE} -- reason`;
  if (isMany || kind === 'python' || kind === 'yaml') return [`where it is meant: ${comment}`];
  return allow(RULE, [pathText(path)], 'if it is meant');
}
