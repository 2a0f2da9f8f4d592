/** Where apps are looked for: among all that are installed, or in folders. */
const INSTALLED = /\b(?:(?:INSTALLED|LOCAL|PROJECT)_APPS|get_app_configs|app_configs)\b/;
const FOLDERS = /\b(?:listdir|scandir|iterdir|r?glob|walk|iter_modules|walk_packages)\b/;

/** The folder in which the names of apps begin. */
const TOP =
  /\b(?:listdir|scandir)\(\s*(?:str\()?[\w.]*BASE_DIR\)?\s*\)|BASE_DIR\)?\.(?:iterdir\(\)|glob\(["']\*\/urls\.py["']\))/;

/** What may choose among apps in ways that are not looked into. */
const OPAQUE = /\b(?:filter|difference|namespace|break|islice)\b|_APPS\s*\[|[\w)]\s-\s/;
const CHOICE = /\b\w*(?:skip|exclu|ignor|omit|manual|enable|disable|wanted|allow|deny|black|white)\w*/gi;

/** What in a condition asks whether there is something to include, and so is no choice among apps. */
const QUESTIONS = new Set(
  'exists isdir is_dir isfile is_file join joinpath Path find_spec hasattr getattr module_has_submodule'
    .concat(' str if elif and or not in is else')
    .split(' '),
);

/**
 * Tells of a module (`apps.blog.urls`) whether what searches for URLconfs comes upon it, as far as the text of that
 * (`searchText`) can tell: it goes through folders or installed apps, makes names of modules as that one is named, and
 * asks nothing but whether there is something to include. A text that so much as names the app may be leaving it out.
 */
export function searchIn(text: string): (module: string) => boolean {
  const choices = [...text.matchAll(CHOICE)].map(([name]) => name);
  const isOpen =
    !OPAQUE.test(text) &&
    choices.every((name) => isConstant(text, name)) &&
    conditionsOf(text).every((condition) => isQuestion(condition, text));
  const makesName = isOpen ? nameMaker(text) : undefined;
  return (module) => {
    if (!makesName?.(module) || !module.endsWith('.urls')) return false;
    const app = module.slice(0, -'.urls'.length);
    return ![app, app.slice(app.lastIndexOf('.') + 1)].some((name) => hasWord(text, name));
  };
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/\w/.test(`${text[at - 1] ?? ''}${text[at + word.length] ?? ''}`)) return true;
  }
  return false;
}

/** True when the text says which strings a name stands for. */
function isConstant(text: string, name: string): boolean {
  const pattern = String.raw`^${name.replaceAll('.', String.raw`\.`)} = (?:(?:frozen)?set\()?[[({]?\s*["']`;
  return new RegExp(pattern, 'm').test(text);
}

/** A string that makes the name of a module: `"apps.{app}.urls"`, `"%s.urls"`, `".urls"` after the name of an app. */
const TEMPLATE = /(?<=["'])(?:[\w.]|\{[^{}"']{0,100}\}|%s){0,100}\.urls(?=["'])/g;

/** Tells whether a module has a name such as the text makes for what it finds. */
function nameMaker(text: string): ((module: string) => boolean) | undefined {
  const joined = text.replace(/["']\s*\+\s*[\w.]+\s*\+\s*["']/g, '{}');
  const [template, ...others] = new Set([...joined.matchAll(TEMPLATE)].map(([found]) => found));
  if (template === undefined || others.length > 0) return undefined;
  const [start, end, ...more] = (template.startsWith('.') ? `%s${template}` : template).split(HOLE);
  if (start === undefined || end === undefined || more.length > 0) return undefined;
  const isInstalled = INSTALLED.test(text);
  if (!isInstalled && !(FOLDERS.test(text) && (start !== '' || TOP.test(text)))) return undefined;
  const mayNest = isInstalled && !template.includes('label');
  return (module) => {
    if (!module.startsWith(start) || !module.endsWith(end)) return false;
    const found = module.slice(start.length, module.length - end.length);
    return found !== '' && (mayNest || !found.includes('.'));
  };
}

const HOLE = /\{[^{}]*\}|%s/;

/** What stands after an `if`, to the end of the line, and whether that passes on to the next app. */
interface Condition {
  readonly condition: string;
  readonly skips: boolean;
}

function conditionsOf(text: string): Condition[] {
  const found = text.matchAll(/\b(?:el)?if\b([^\n]*)(?:\n[ \t]*(continue)\b)?/g);
  return [...found].map(([, condition = '', next]) => ({
    condition,
    skips: next !== undefined || /:\s*continue\b/.test(condition),
  }));
}

/** A condition that asks only whether there is something to include, or leaves out what can be read. */
function isQuestion({ condition, skips }: Condition, text: string): boolean {
  if (isUnclosed(condition)) return false;
  const rest = condition
    .replace(/\.startswith\(\s*["'](?:django|_|\.)[^"']*["']\s*\)/g, ' ') // Django's own, and hidden files
    .replace(/\.startswith\(\s*(?:str\()?[\w.]*(?:DIR|ROOT)\)?\s*\)/g, ' ') // the apps of the repository
    .replace(/(?:==\s*["']urls\.py["']|["']urls(?:\.py)?["']\s+in\s+\w+)/g, ' ')
    .replace(/:\s*continue\b/, ' ')
    .replace(/["'][^"']*["']/g, '""');
  const compared = [...rest.matchAll(/([=!]=)|\b(not\s+)?in\s+([\w.]+|[[({"'])/g)];
  if (/[<>]/.test(rest) || compared.some((each) => (each[1] === '!=' || each[2] !== undefined) === skips))
    return false;
  const lists = compared.flatMap(([, , , list]) => (list !== undefined && /\w/.test(list) ? list : []));
  const called = [...rest.matchAll(/(\w+)\s*\(/g)].map(([, name]) => name!);
  return called.every((name) => QUESTIONS.has(name)) && lists.every((name) => isConstant(text, name));
}

/** Goes on in the next line. */
function isUnclosed(line: string): boolean {
  return line.endsWith('\\') || line.split(/[([{]/).length > line.split(/[)\]}]/).length;
}
