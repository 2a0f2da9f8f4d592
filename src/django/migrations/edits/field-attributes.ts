/** What Django's field classes make of their arguments (django/db/models/fields; test/oracle/edits.test.ts asks each Django). */
import { lastPart } from '../../../python/bindings.ts';
import type { EditWeight } from './edit.ts';

/** `Field.non_db_attrs` without `db_column`, which names the column: what the schema editor passes over. */
export const NON_DB_ATTRIBUTES: ReadonlySet<string> = new Set(
  'blank choices editable error_messages help_text limit_choices_to on_delete related_name related_query_name validators verbose_name'.split(
    ' ',
  ),
);

/** What becomes part of a column, of a constraint or index on it, or of a table of its own. */
const DB_ATTRIBUTES: ReadonlySet<string> = new Set(
  `null unique primary_key db_index max_length db_column db_tablespace db_collation db_comment db_default
  max_digits decimal_places to to_field db_constraint db_table through base_field size expression output_field
  db_persist srid dim geography spatial_index`.split(/\s+/),
);

/** Positional parameters of `django.db.models.Field`, and of the classes that have others. */
const POSITIONAL: readonly string[] =
  `verbose_name name primary_key max_length unique blank null db_index rel default editable serialize unique_for_date
  unique_for_month unique_for_year choices help_text db_column db_tablespace auto_created validators error_messages
  db_comment db_default`.split(/\s+/);

const OWN_POSITIONAL: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries<string>({
    ArrayField: 'base_field size',
    CompositePrimaryKey: '',
    DateField: 'verbose_name name auto_now auto_now_add',
    DateTimeField: 'verbose_name name auto_now auto_now_add',
    DecimalField: 'verbose_name name max_digits decimal_places',
    FileField: 'verbose_name name upload_to storage',
    FilePathField: 'verbose_name name path match recursive allow_files allow_folders',
    ForeignKey:
      'to on_delete related_name related_query_name limit_choices_to parent_link to_field db_constraint',
    ForeignObject:
      'to on_delete from_fields to_fields rel related_name related_query_name limit_choices_to parent_link swappable',
    GeneratedField: '',
    GenericIPAddressField: 'verbose_name name protocol unpack_ipv4',
    ImageField: 'verbose_name name width_field height_field',
    JSONField: 'verbose_name name encoder decoder',
    ManyToManyField:
      'to related_name related_query_name limit_choices_to symmetrical through through_fields db_constraint db_table swappable',
    OneToOneField: 'to on_delete to_field',
    TimeField: 'verbose_name name auto_now auto_now_add',
    URLField: 'verbose_name name',
    UUIDField: 'verbose_name',
    RasterField: 'verbose_name srid spatial_index',
    ...Object.fromEntries(
      'Geometry Point LineString Polygon MultiPoint MultiLineString MultiPolygon GeometryCollection'
        .split(' ')
        .map((shape) => [`${shape}Field`, 'verbose_name dim geography']),
    ),
  }).map(([name, parameters]) => [name, parameters === '' ? [] : parameters.split(' ')]),
);

/** Normal forms of what an attribute is when it is not given. */
export const IMPLICIT: ReadonlyMap<string, string> = new Map(
  [
    'None: verbose_name name max_length rel unique_for_date unique_for_month unique_for_year choices db_column',
    'None: db_tablespace error_messages db_comment db_collation related_name related_query_name limit_choices_to',
    'None: to_field through through_fields db_table symmetrical max_digits decimal_places size storage width_field',
    'None: height_field encoder decoder match',
    'False: primary_key unique blank null db_index auto_created auto_now auto_now_add parent_link unpack_ipv4',
    'False: allow_unicode recursive allow_folders geography',
    'True: editable serialize db_constraint allow_files swappable spatial_index',
    '"": help_text upload_to path',
    '"both": protocol',
    '[]: validators',
    '2: dim',
    '4326: srid',
    '@django.db.models.NOT_PROVIDED: default db_default',
  ].flatMap((line) => {
    const [form = '', names = ''] = line.split(': ');
    return names.split(' ').map((name): [string, string] => [name, form]);
  }),
);

/** The same for attributes of single classes: `SlugField db_index`. */
const OWN_IMPLICIT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'BinaryField editable': 'False',
    'CommaSeparatedIntegerField max_length': 'None',
    'EmailField max_length': '254',
    'FileField max_length': '100',
    'FilePathField max_length': '100',
    'ForeignKey db_index': 'True',
    'GenericIPAddressField max_length': '39',
    'ImageField max_length': '100',
    'IPAddressField max_length': '15',
    'NullBooleanField blank': 'True',
    'NullBooleanField null': 'True',
    'OneToOneField db_index': 'True',
    'OneToOneField unique': 'True',
    'SlugField db_index': 'True',
    'SlugField max_length': '50',
    'URLField max_length': '200',
    'UUIDField max_length': '32',
  }),
);

/** Whether a dotted name is one of Django's own. */
export function isDjangos(dotted: string): boolean {
  return dotted.startsWith('django.');
}

/** The positional parameters of a field class, as far as they are known. */
export function fieldParameters(dotted: string | undefined): readonly string[] {
  if (dotted === undefined || !isDjangos(dotted)) return [];
  return OWN_POSITIONAL.get(lastPart(dotted)) ?? POSITIONAL;
}

/** Whether an argument says what Django takes for granted anyway. */
export function isImplicit(dotted: string, attribute: string, form: string): boolean {
  const own = isDjangos(dotted) ? OWN_IMPLICIT.get(`${lastPart(dotted)} ${attribute}`) : undefined;
  return (own ?? IMPLICIT.get(attribute)) === form;
}

const IN_DATABASE = /^@django\.db\.models\.DB_/;

/** What changing an argument of a field does; `forms` are what it was and is. */
export function attributeWeight(
  dotted: string | undefined,
  attribute: string,
  forms: readonly (string | undefined)[],
): EditWeight {
  if (attribute === 'on_delete' && forms.some((form) => form !== undefined && IN_DATABASE.test(form)))
    return 'schema';
  if (NON_DB_ATTRIBUTES.has(attribute)) return 'state';
  if (DB_ATTRIBUTES.has(attribute)) return 'schema';
  const composite = attribute.startsWith('#') && dotted === 'django.db.models.CompositePrimaryKey';
  return composite ? 'schema' : 'behaviour';
}
