import { folderOf, nameOf, type GitPath } from '../../path.ts';
import {
  AT_PAGE,
  adminPage,
  relabelled,
  type LabelReference,
  type OldLabel,
  type ReferenceKind,
  type Sought,
} from './old-labels.ts';
import { isOperand, literalsIn, textAfter, textBefore, type LineLiteral } from './python-literals.ts';

/** Longest text that can be a reference. */
const MAX_TEXT = 250;

/** A text, and what stands around it. */
interface Place {
  readonly path: GitPath;
  readonly content: string;
  /** What ends where it begins. */
  readonly before: string;
  /** What begins where it ends. */
  readonly after: string;
}

type Found = Pick<LabelReference, 'label' | 'kind'> & { readonly now: string | undefined };

/** What a line of Python says of old labels. */
export function pythonReferences(path: GitPath, line: string, sought: Sought): LabelReference[] {
  return literalsIn(line).flatMap((literal): LabelReference[] => {
    const { content, open, end } = literal;
    if (content.length > MAX_TEXT || !mayRefer(content, sought)) return [];
    const place = { path, content, before: textBefore(line, literal), after: textAfter(line, literal) };
    if (!isOperand(place.before, place.after)) return [];
    const found = entryIn(place, sought) ?? labelIn(place, sought);
    const text = line.slice(open, end);
    return found ? [{ ...found, offset: open, text, now: quoted(found.now, literal, text) }] : [];
  });
}

function mayRefer(content: string, { labels, entries }: Sought): boolean {
  return (
    labels.has(/^[^.:]*/.exec(content)![0]) ||
    entries.has(content) ||
    adminPage(content, labels) !== undefined
  );
}

function quoted(now: string | undefined, { content }: LineLiteral, text: string): string | undefined {
  const width = (text.length - content.length) / 2;
  return now === undefined ? undefined : text.slice(0, width) + now + text.slice(text.length - width);
}

/** An entry of INSTALLED_APPS, alone in its line or beside the name of the list. */
function entryIn({ path, content, before, after }: Place, sought: Sought): Found | undefined {
  const label = sought.entries.get(content);
  const isSettings = sought.settings.has(path) || /(?:^|\/)(?:settings|conf(?:ig)?)\b/.test(path);
  const isAlone = /^\s*$/.test(before) && /^\s*(?:,|$|#)/.test(after);
  if (!label || !isSettings || !(isAlone || /_APPS\b/.test(before))) return undefined;
  return { label, kind: 'entry', now: label.entries.get(content) };
}

function labelIn(place: Place, { labels, namespacesGone }: Sought): Found | undefined {
  const { content, before } = place;
  const page = adminPage(content, labels);
  if (page) return { label: page, kind: 'url', now: relabelled(page, content, AT_PAGE) };
  const [, name = '', mark, rest = ''] = /^([^.:]+)([.:]?)(.*)$/s.exec(content) ?? [];
  const label = labels.get(name);
  if (!label) return undefined;
  if (mark === ':') {
    const isGone = namespacesGone.has(name) && /^[\w:.-]+$/.test(rest) && TAKES_URL.test(before);
    return isGone ? { label, kind: 'url', now: undefined } : undefined;
  }
  const kind = mark === '.' ? dottedKind(rest, label, place) : bareKind(label, place);
  return kind && { label, kind, now: relabelled(label, content) };
}

/** What takes the name of a URL: `reverse("…")`, `login_url="…"`, `LOGIN_URL = "…"`. */
const TAKES_URL =
  /(?:reverse(?:_lazy)?|redirect|resolve_url|url|url_name|_url|_URL|view_?name|pattern_name)["']?\s*[=(:]\s*(?:(?:to|viewname)\s*=\s*)?$/;

/** What takes a model by its name. */
const TAKES_MODEL =
  /(?:Foreign(?:Key|Object)|OneToOneField|ManyToManyField|ParentalKey|get_(?:registered_)?model|lazy_model_operation|\b(?:baker|mommy|mixer)\.\w+)\(|\b(?:to|through|sender|model|bases)\s*=|_MODEL\b/;

/** What takes the dotted name of a module, or of what is in it. */
const TAKES_MODULE =
  /\b(?:patch(?:\.\w+)?|import_string|import_module|find_spec|getLogger|get_logger|include)\(\s*$/;

const TAKES_PERMISSION = /perm(?:ission)?s?(?:_required)?["']?\s*(?:[=(:[]|\bin\b)/i;

/** `"shop.Item"`, `"shop.add_item"`. What `swappable_dependency` names, `dangling-dependency` reports. */
function dottedKind(name: string, { models }: OldLabel, { path, before }: Place): ReferenceKind | undefined {
  if (!/^[\p{L}_%{][\p{L}\p{N}_%{}]*$/u.test(name)) return undefined;
  if (TAKES_MODULE.test(before) || /swappable_dependency\(\s*$/.test(before)) return undefined;
  const isModel = models.has(name.toLowerCase());
  const isClass = /^\p{Lu}/u.test(name);
  if (isModel && (isClass || nameOf(folderOf(path)) === 'migrations')) return 'model';
  if ((isModel || isClass || /^[{%]/.test(name)) && TAKES_MODEL.test(before)) return 'model';
  const subject = /^(?:add|change|delete|view)_(.+)$/s.exec(name)?.[1];
  if (subject !== undefined && models.has(subject)) return 'permission';
  return TAKES_PERMISSION.test(before) && !/^perm(?:ission)?s$/.test(name) ? 'permission' : undefined;
}

const MODEL_OF = /\b(?:get_(?:registered_)?model|get_by_natural_key)\(\s*(?:app_label\s*=\s*)?$/;
const APP_OF = /\bget_app_config\(\s*(?:app_label\s*=\s*)?$|\b(?:all_models|app_configs)\[\s*$/;
const COMMAND_FOR =
  /\bcall_command\(\s*["'](?:migrate|\w+migrations?|sqlmigrate|dumpdata|sqlsequencereset)["']\s*,\s*$/;

/** `app_label = "shop"`, `"app_label": "shop"`, `app_label in ("blog", "shop")`, `route_app_labels = {"shop"}`. */
const LABEL_IS =
  /app_labels?(?:__\w+)?["']?\s*(?:[=!:]=?|\bnot\s+in\b|\bin\b)\s*(?:[[({]\s*)?(?:["']\w*["']\s*,\s*)*$/;

/** `"shop"`. What pairs name, such as `("shop", "0002_cost")`, `dangling-dependency` reports. */
function bareKind({ keyedIn }: OldLabel, { path, before, after }: Place): ReferenceKind | undefined {
  if (MODEL_OF.test(before)) return 'model';
  if (/\bhas_module_perms\(\s*$/.test(before)) return 'permission';
  if (APP_OF.test(before) || COMMAND_FOR.test(before) || LABEL_IS.test(before)) return 'app';
  const isKey = /^\s*:\s*(?:None\b|["'])/.test(after);
  const isModules = /\bMIGRATION_MODULES\b/.test(before) || (keyedIn.has(path) && /^\s*$/.test(before));
  return isKey && isModules ? 'key' : undefined;
}

/** The names that may be URL namespaces in a line: of a URLconf, or of an admin site. */
export function namespacesIn(path: GitPath, line: string): string[] {
  const isUrls = /url/i.test(nameOf(path)) || /url/i.test(nameOf(folderOf(path)));
  return literalsIn(line).flatMap((literal) => {
    const before = textBefore(line, literal);
    const isNamed = /\b(?:app_name|namespace)\s*=\s*$|AdminSite\(\s*(?:name\s*=\s*)?$/.test(before);
    return isNamed || (isUrls && !/\bname\s*=\s*$/.test(before)) ? [literal.content] : [];
  });
}
