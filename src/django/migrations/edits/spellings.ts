/** Ways to spell one name, in normal forms: there `@` begins every imported name, and stands nowhere else outside quotes. */
import { lastPart } from '../../../python/bindings.ts';

/** A name that was replaced by another because a release of Python or Django wanted it so. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
}

const NAME = /[\w.$\u0080-\uffff]+/y;
const QUOTE_OR_NAME = /["@]/g;
const ESCAPE_OR_QUOTE = /[\\"]/g;

/** The index after the string literal that begins at `open` with a double quote. */
function endOfQuoted(form: string, open: number): number {
  ESCAPE_OR_QUOTE.lastIndex = open + 1;
  for (let found = ESCAPE_OR_QUOTE.exec(form); found; found = ESCAPE_OR_QUOTE.exec(form)) {
    if (found[0] === '"') return found.index + 1;
    ESCAPE_OR_QUOTE.lastIndex = found.index + 2;
  }
  return form.length;
}

/** `form` with its imported names, given without their `@`, and its other parts outside quotes replaced. */
function mapped(
  form: string,
  named: (dotted: string) => string,
  between: (text: string) => string = (text) => text,
): string {
  const parts: string[] = [];
  let from = 0;
  QUOTE_OR_NAME.lastIndex = 0;
  for (let found = QUOTE_OR_NAME.exec(form); found; found = QUOTE_OR_NAME.exec(form)) {
    parts.push(between(form.slice(from, found.index)));
    if (found[0] === '"') from = endOfQuoted(form, found.index);
    else {
      NAME.lastIndex = found.index + 1;
      from = found.index + 1 + (NAME.exec(form)?.[0].length ?? 0);
    }
    const part = form.slice(found.index, from);
    parts.push(found[0] === '"' || part === '@' ? part : named(part.slice(1)));
    QUOTE_OR_NAME.lastIndex = from;
  }
  parts.push(between(form.slice(from)));
  return parts.join('');
}

/** The names of a text outside its quotes. */
export function wordsOf(form: string): Set<string> {
  const words = new Set<string>();
  mapped(
    form,
    (dotted) => dotted,
    (text) => {
      for (const [word] of text.matchAll(/[\w\u0080-\uffff]+/g)) words.add(word);
      return text;
    },
  );
  return words;
}

// Where Django's classes are defined, and where they are imported from.
const HOMES: readonly (readonly [defined: RegExp, home: string])[] = [
  [
    /^django\.db\.models\.(?:aggregates|base|constraints|deletion|enums|expressions|indexes|lookups|manager|query|query_utils|fields(?:\.(?:composite|files|generated|json|proxy|related))?)\.(?=[A-Z])/,
    'django.db.models.',
  ],
  [
    /^django\.db\.migrations\.(?:migration|operations(?:\.(?:base|fields|models|special))?)\.(?=[A-Z])/,
    'django.db.migrations.',
  ],
  [
    /^django\.contrib\.postgres\.fields\.(?:array|citext|hstore|jsonb|ranges)\.(?=[A-Z])/,
    'django.contrib.postgres.fields.',
  ],
  [/^django\.contrib\.gis\.db\.models\.fields\.(?=[A-Z])/, 'django.contrib.gis.db.models.'],
];

// What django.contrib.gis.db.models defines itself; all else in it is that of django.db.models.
const GEOGRAPHIC =
  /^(?:(?:Geometry|Point|LineString|Polygon|MultiPoint|MultiLineString|MultiPolygon|GeometryCollection|Raster|Extent|BaseSpatial)Field|Collect|Extent|Extent3D|MakeLine|Union|GeoManager|functions)\b/;
const GIS = 'django.contrib.gis.db.models.';

/** The name under which what `dotted` stands for is usually imported from Django: the two mean the same. */
export function respelled(dotted: string): string {
  let name = dotted;
  for (const [defined, home] of HOMES) name = name.replace(defined, home);
  if (!name.startsWith(GIS) || GEOGRAPHIC.test(name.slice(GIS.length))) return name;
  return `django.db.models.${name.slice(GIS.length)}`;
}

/** Names that later releases want spelled otherwise (https://docs.djangoproject.com/en/stable/releases/). */
const SUCCESSORS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'datetime.UTC': 'datetime.timezone.utc',
    'django.contrib.postgres.fields.FloatRangeField': 'django.contrib.postgres.fields.DecimalRangeField',
    'django.contrib.postgres.fields.JSONField': 'django.db.models.JSONField',
    'django.contrib.postgres.fields.KeyTextTransform': 'django.db.models.KeyTextTransform',
    'django.contrib.postgres.fields.KeyTransform': 'django.db.models.KeyTransform',
    'django.contrib.staticfiles.templatetags.staticfiles.static': 'django.templatetags.static.static',
    'django.db.models.FieldDoesNotExist': 'django.core.exceptions.FieldDoesNotExist',
    'django.utils.encoding.force_text': 'django.utils.encoding.force_str',
    'django.utils.encoding.smart_text': 'django.utils.encoding.smart_str',
    'django.utils.timezone.utc': 'datetime.timezone.utc',
    'django.utils.translation.ugettext': 'django.utils.translation.gettext',
    'django.utils.translation.ugettext_lazy': 'django.utils.translation.gettext_lazy',
    'django.utils.translation.ugettext_noop': 'django.utils.translation.gettext_noop',
    'django.utils.translation.ungettext': 'django.utils.translation.ngettext',
    'django.utils.translation.ungettext_lazy': 'django.utils.translation.ngettext_lazy',
    'pytz.UTC': 'datetime.timezone.utc',
    'pytz.utc': 'datetime.timezone.utc',
  }),
);

const MOVED: readonly (readonly [old: string, now: string])[] = [
  ['django.contrib.contenttypes.generic.', 'django.contrib.contenttypes.fields.'],
  ['django.core.urlresolvers.', 'django.urls.'],
];

/** What a name of Django's is called in later releases; undefined when nothing is known of it. */
export function successorOf(dotted: string): string | undefined {
  const successor = SUCCESSORS.get(dotted);
  if (successor !== undefined) return successor;
  const moved = MOVED.find(([old]) => dotted.startsWith(old));
  return moved && moved[1] + dotted.slice(moved[0].length);
}

/**
 * A normal form in which names of Django have one spelling, and strings no `b` left over from Python 2: what it was
 * made of means the same as before.
 */
export function plainForm(form: string): string {
  return withoutBytes(form.includes('@') ? mapped(form, (dotted) => `@${respelled(dotted)}`) : form);
}

function withoutBytes(form: string): string {
  if (!form.includes('b"')) return form;
  const parts: string[] = [];
  let from = 0;
  for (let open = form.indexOf('"'); open !== -1; open = form.indexOf('"', from)) {
    const bytes = form[open - 1] === 'b' && form[open - 2] !== '$';
    parts.push(form.slice(from, bytes ? open - 1 : open));
    from = endOfQuoted(form, open);
    parts.push(form.slice(open, from));
  }
  parts.push(form.slice(from));
  return parts.join('');
}

/** `form` in the spelling of the newest Django, and what had to be renamed for that. */
export function upgradedForm(form: string, renamings: Renaming[]): string {
  if (!form.includes('@')) return form;
  return mapped(form, (dotted) => {
    const successor = successorOf(dotted);
    if (successor === undefined) return `@${dotted}`;
    const sameWord = lastPart(dotted) === lastPart(successor);
    const shown = (name: string): string => (sameWord ? name : lastPart(name));
    renamings.push({ from: shown(dotted), to: shown(successor) });
    return `@${successor}`;
  });
}

/** `form` without the modules from which names other than Django's are imported. */
export function looseForm(form: string): string {
  if (!form.includes('@')) return form;
  return mapped(form, (dotted) => (dotted.startsWith('django.') ? `@${dotted}` : lastPart(dotted)));
}
