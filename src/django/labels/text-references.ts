import type { GitPath } from '../../path.ts';
import {
  AT_PAGE,
  adminPage,
  relabelled,
  type LabelReference,
  type OldLabel,
  type ReferenceKind,
  type Sought,
} from './old-labels.ts';
import type { FileKind } from './reference-files.ts';

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]{0,99}`;

/** `url "shop:list"`, `url('admin:shop_item_change')`: in a tag, or an expression of Jinja's. */
const URL_TAG = new RegExp(
  String.raw`\b(?:url|url_name|reverse)\b\s{0,9}[=(]?\s{0,9}(["'])((${NAME}):[\w:.-]{1,200})\1`,
  'gu',
);

/** `perms.shop.add_item`, `perms.shop`. */
const PERMS = new RegExp(String.raw`\bperms\.(${NAME})(?:\.\w{1,100})?`, 'gu');

/** `"shop.add_item" in perms`. */
const IN_PERMS = new RegExp(String.raw`(["'])(${NAME})\.\w{1,100}\1\s{1,9}in\s{1,9}perms\b`, 'gu');

/** The model of an object in a fixture (https://docs.djangoproject.com/en/stable/topics/serialization/). */
const MODELS = {
  json: new RegExp(String.raw`"model"\s{0,9}:\s{0,9}("(${NAME})\.(${NAME})")`, 'gu'),
  yaml: new RegExp(
    String.raw`(?<![\p{L}\p{N}_-])["']?model["']?:\s{0,9}["']?((${NAME})\.(${NAME}))(?![\p{L}\p{N}_.-])`,
    'gu',
  ),
  xml: new RegExp(String.raw`\s(?:model|to)\s?=\s?(["'](${NAME})\.(${NAME})["'])`, 'gu'),
} as const;

/** What a line of a template or a fixture says of old labels. */
export function textReferences(
  kind: Exclude<FileKind, 'python'>,
  path: GitPath,
  line: string,
  sought: Sought,
): LabelReference[] {
  const models = kind === 'template' ? [] : modelsIn(kind, path, line, sought);
  const named = kind === 'template' || kind === 'xml' ? templateReferences(line, sought) : [];
  return [...models, ...named].sort((one, other) => one.offset - other.offset);
}

function modelsIn(
  kind: keyof typeof MODELS,
  path: GitPath,
  line: string,
  { labels }: Sought,
): LabelReference[] {
  const isFixture = /(?:^|\/)fixtures?\//.test(path);
  const end = kind === 'yaml' ? startOfYamlComment(line) : line.length;
  return [...line.slice(0, end).matchAll(MODELS[kind])].flatMap(
    ({ index, 0: all, 1: text, 2: name, 3: model }) => {
      const label = labels.get(name!);
      if (!label || !(isFixture || label.models.has(model!.toLowerCase()))) return [];
      const at = /^["']/.test(text!) ? 1 : 0;
      return [reference(label, 'fixture', index + all.lastIndexOf(text!), text!, at)];
    },
  );
}

function startOfYamlComment(line: string): number {
  const at = /(?:^|\s)#/.exec(line)?.index;
  return at ?? line.length;
}

function templateReferences(line: string, { labels, namespacesGone }: Sought): LabelReference[] {
  const start = /\{[%{]/.exec(line)?.index;
  if (start === undefined) return [];
  const text = withoutComments(line);
  const urls = [...text.matchAll(URL_TAG)].flatMap(({ index, 0: all, 1: quote, 2: url, 3: name }) => {
    const at = index + all.lastIndexOf(quote! + url!);
    const written = `${quote}${url}${quote}`;
    const page = adminPage(url!, labels);
    if (page) return [reference(page, 'url', at, written, 1 + AT_PAGE)];
    const label = namespacesGone.has(name!) ? labels.get(name!) : undefined;
    return label ? [{ label, kind: 'url' as const, offset: at, text: written, now: undefined }] : [];
  });
  const perms = [...text.matchAll(PERMS)].flatMap(({ index, 0: all, 1: name }) =>
    permission(labels.get(name!), index, all, 'perms.'.length),
  );
  const tested = [...text.matchAll(IN_PERMS)].flatMap(({ index, 0: all, 2: name }) =>
    permission(labels.get(name!), index, all, 1),
  );
  return [...urls, ...perms, ...tested].filter(({ offset }) => offset > start);
}

function permission(label: OldLabel | undefined, offset: number, text: string, at: number) {
  return label ? [reference(label, 'permission', offset, text, at)] : [];
}

/** `at` is where the label begins in the text. */
function reference(
  label: OldLabel,
  kind: ReferenceKind,
  offset: number,
  text: string,
  at: number,
): LabelReference {
  return { label, kind, offset, text, now: relabelled(label, text, at) };
}

/** The line with blanks instead of what stands in `{# … #}`. */
function withoutComments(line: string): string {
  let text = '';
  for (let at = 0; ;) {
    const open = line.indexOf('{#', at);
    const close = open < 0 ? -1 : line.indexOf('#}', open + 2);
    if (close < 0) return text + line.slice(at);
    text += line.slice(at, open) + ' '.repeat(close + 2 - open);
    at = close + 2;
  }
}
