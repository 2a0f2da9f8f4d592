import { expect, test } from 'vitest';
import { adding, edits, migration } from '../../helpers/edits.ts';

const CHAR = 'models.CharField(max_length=9)';

/** The arguments of a CharField, of a ForeignKey, or a field. */
function field(text: string): string {
  if (text.startsWith('=')) return text.slice(1);
  return text.startsWith('to=') ? `models.ForeignKey(${text})` : `models.CharField(${text})`;
}

const POSTGRES = '=django.contrib.postgres.fields.';
const MODEL = '=django.contrib.gis.db.models.';
const HEAD =
  'import django.contrib.postgres.fields.jsonb, django.contrib.gis.db.models, datetime, pytz\nfrom thirdparty.fields import MoneyField, HtmlField\nfrom django.utils import timezone, translation as t\nfrom shop import validators as v, paths as p\nfrom core import validators as cv, paths as cp';

const read = (text: string): string => adding(field(text), HEAD);

test.for([
  ['nothing', 'max_length=9', 'max_length = 9'],
  ['null=False', 'max_length=9', 'max_length=9, null=False'],
  [
    'other things that go without saying',
    'max_length=9, blank=False',
    'max_length=9, editable=True, default=models.NOT_PROVIDED',
  ],
  ['db_index=True of a SlugField', '=models.SlugField()', '=models.SlugField(db_index=True, max_length=50)'],
  ['verbose_name by position', "'Cost', max_length=9", "max_length=9, verbose_name='Cost'"],
  [
    'to and on_delete by position',
    "to='a.B', on_delete=models.CASCADE",
    "=models.ForeignKey('a.B', models.CASCADE)",
  ],
  [
    'a model in another case',
    "to='a.User', on_delete=models.CASCADE",
    "to='a.user', on_delete=models.CASCADE",
  ],
  [
    'models.fields',
    CHAR.replace('models.CharField', '=models.CharField'),
    '=models.fields.CharField(max_length=9)',
  ],
  ['models.deletion', "to='a.B', on_delete=models.CASCADE", "to='a.B', on_delete=models.deletion.CASCADE"],
  ['the models of GeoDjango', 'max_length=9', `${MODEL}CharField(max_length=9)`],
  ['the fields of GeoDjango', `${MODEL}PointField(srid=1)`, `${MODEL}fields.PointField(srid=1)`],
  [
    'postgres, where it is defined',
    `${POSTGRES}ArrayField(models.TextField())`,
    `${POSTGRES}array.ArrayField(base_field=models.TextField())`,
  ],
  [
    'b left over from Python 2',
    "max_length=9, verbose_name=b'Cost', default=b''",
    "max_length=9, verbose_name='Cost', default=''",
  ],
] as const)('means the same: %s', ([, before, after]) => {
  expect(edits(read(before), read(after))).toEqual([]);
  expect(edits(read(after), read(before))).toEqual([]);
});

test.for([
  ['help_text', 'help_text="a"', 'help_text="b"'],
  ['blank', '', 'blank=True'],
  ['verbose_name', '"a"', '"b"'],
  ['choices', 'choices=[(1, 2)]', 'choices=[(1, 3)]'],
  ['choices', 'choices=[(1, 2)]', 'choices=v.choices()'],
  ['validators', '', 'validators=[v.is_cost]'],
  ['on_delete', "to='a.B', on_delete=models.CASCADE", "to='a.B', on_delete=models.PROTECT"],
  ['related_name', "to='a.B', on_delete=f", "to='a.B', on_delete=f, related_name='b'"],
  ['limit_choices_to', "to='a.B', on_delete=f", "to='a.B', on_delete=f, limit_choices_to={'c': 1}"],
] as const)('8: no database sees %s', ([name, before, after]) => {
  expect(edits(read(before), read(after))).toEqual([`state AddField item.cost: ${name}`]);
  expect(edits(read(after), read(before))).toEqual([`state AddField item.cost: ${name}`]);
});

test.for([
  [
    'NullBooleanField is BooleanField(null=True)',
    '=models.NullBooleanField()',
    '=models.BooleanField(null=True)',
  ],
  [
    'django.contrib.postgres.fields.JSONField is django.db.models.JSONField',
    `${POSTGRES}jsonb.JSONField()`,
    '=models.JSONField()',
  ],
  [
    'FloatRangeField is DecimalRangeField',
    `${POSTGRES}FloatRangeField()`,
    `${POSTGRES}ranges.DecimalRangeField()`,
  ],
  ['no on_delete is on_delete=CASCADE', "to='a.B'", "to='a.B', on_delete=models.deletion.CASCADE"],
  [
    'CommaSeparatedIntegerField is CharField',
    '=models.CommaSeparatedIntegerField(max_length=9)',
    'max_length=9, validators=[django.core.validators.validate_comma_separated_integer_list]',
  ],
  ['ugettext_lazy is gettext_lazy', 'verbose_name=t.ugettext_lazy("a")', 'verbose_name=t.gettext_lazy("a")'],
  [
    'django.utils.timezone.utc is datetime.timezone.utc',
    'default=f(timezone.utc)',
    'default=f(datetime.timezone.utc)',
  ],
  ['pytz.utc is datetime.timezone.utc', 'default=f(pytz.utc)', 'default=f(datetime.timezone.utc)'],
] as const)('12: %s now', ([name, before, after]) => {
  expect(edits(read(before), read(after))).toEqual([`state ${name} now`]);
  const [old, now] = name.split(' is ');
  expect(edits(read(after), read(before))).toEqual([`state ${now} is ${old} now`]);
});

test.for([
  ['a default', 'default=v.cost', 'default=cv.cost', 'default'],
  ['upload_to', '=models.FileField(upload_to=p.of)', '=models.FileField(upload_to=cp.of)', 'upload_to'],
  ['a validator', 'validators=[v.is_cost]', 'validators=[cv.is_cost]', 'validators'],
] as const)('14: %s that moved', ([, before, after, name]) => {
  expect(edits(read(before), read(after))).toEqual([`state AddField item.cost: ${name}`]);
});

test('14: a class of the project that moved', () => {
  const after = HEAD.replace('thirdparty.fields', 'vendor.fields');
  expect(edits(adding('MoneyField(digits=1)', HEAD), adding('MoneyField(digits=1)', after))).toEqual([
    'state AddField item.cost: MoneyField comes from another module',
  ]);
});

test.for([
  [
    "another package's field for Django's",
    '=MoneyField(currency="EUR")',
    '=models.DecimalField(max_digits=9)',
    'MoneyField is DecimalField now',
  ],
  ["another package's field for another's", '=MoneyField()', '=HtmlField()', 'MoneyField is HtmlField now'],
  ["Django's field for another package's", 'max_length=9', '=HtmlField()', 'CharField is HtmlField now'],
  ["Django's field for another of its name", '=models.JSONField()', '=v.JSONField()', 'another JSONField'],
  ['a default', 'default=1', 'default=2', 'default'],
  ['auto_now', '=models.DateField()', '=models.DateField(auto_now=True)', 'auto_now'],
  ['upload_to', '=models.FileField(upload_to="a")', '=models.FileField(upload_to="b")', 'upload_to'],
  ["another package's own keyword", '=MoneyField()', '=MoneyField(currency="EUR")', 'currency'],
  ['a model that a setting names', "to='a.B', on_delete=f", 'to=settings.B, on_delete=f', 'to'],
  ['a model without its label', "to='a.B', on_delete=f", "to='b', on_delete=f", 'to'],
] as const)('13: %s is a warning', ([, before, after, about]) => {
  expect(edits(read(before), read(after))).toEqual([`behaviour AddField item.cost: ${about}`]);
});

test.for([
  ['max_length', 'max_length=9', 'max_length=10'],
  ['null', 'max_length=9', 'max_length=9, null=True'],
  ['unique', 'unique=True', 'unique=False'],
  ['db_index', '=models.SlugField()', '=models.SlugField(db_index=False)'],
  ['db_column', '', 'db_column="c"'],
  ['db_default', 'db_default="a"', 'db_default="b"'],
  ['decimal_places', '=models.DecimalField(decimal_places=1)', '=models.DecimalField(decimal_places=2)'],
  ['to', "to='a.B', on_delete=f", "to='a.C', on_delete=f"],
  ['to', "to='B', on_delete=f", "to='C', on_delete=f"],
  ['db_constraint', "to='a.B', on_delete=f", "to='a.B', on_delete=f, db_constraint=False"],
  ['on_delete', "to='a.B', on_delete=models.CASCADE", "to='a.B', on_delete=models.DB_CASCADE"],
  ['on_delete', "to='a.B'", "to='a.B', on_delete=models.DB_CASCADE"],
  ['through', '=models.ManyToManyField("a.B")', '=models.ManyToManyField("a.B", through="a.C")'],
  [
    'base_field max_length',
    `${POSTGRES}ArrayField(${CHAR})`,
    `${POSTGRES}ArrayField(${CHAR.replace('9', '10')})`,
  ],
  [
    'base_field CharField is TextField now',
    `${POSTGRES}ArrayField(${CHAR})`,
    `${POSTGRES}ArrayField(models.TextField())`,
  ],
  ['CharField is TextField now', 'max_length=9', '=models.TextField()'],
  ['srid', `${MODEL}PointField()`, `${MODEL}PointField(srid=9)`],
  ['null', '=MoneyField(null=True)', '=MoneyField(null=True, currency="EUR")'.replace('null=True, ', '')],
] as const)('a database sees %s', ([about, before, after]) => {
  expect(edits(read(before), read(after))).toContain(`schema AddField item.cost: ${about}`);
  expect(edits(read(after), read(before)).filter((each) => each.startsWith('schema'))).toHaveLength(1);
});

test.for([
  ['a call that is no name', 'make()()', 'make()(1)', 'behaviour AddField item.cost'],
  [
    'a constant of another module',
    'models.CharField(max_length=9)',
    'models.CharField(max_length=c.L)',
    'behaviour AddField item.cost: max_length',
  ],
  [
    'a setting',
    'models.CharField(max_length=9)',
    'models.CharField(max_length=settings.L)',
    'behaviour AddField item.cost: max_length',
  ],
  [
    'what is now unpacked',
    'models.CharField(null=True)',
    'models.CharField(**{x: y})',
    'behaviour AddField item.cost',
  ],
  ['a name bound to several things', 'FIELD', 'OTHER', 'behaviour AddField item.cost'],
  [
    'keywords from elsewhere',
    'models.CharField(**a)',
    'models.CharField(**b)',
    'behaviour AddField item.cost',
  ],
] as const)('cannot be told: %s', ([, before, after, expected]) => {
  const head = 'from django.conf import settings';
  expect(edits(adding(before, head), adding(after, head))).toContain(expected);
  expect(edits(adding(after, head), adding(before, head)).join()).not.toContain('schema');
});

test('the line is that of the argument, and that of the operations for what is gone', async () => {
  const { editsOf } = await import('../../../src/django/migrations/edits/edits.ts');
  const before = migration("\nmigrations.AddField('item', 'cost', models.CharField(\nmax_length=9)),");
  const after = before.replace('=9', '=10');
  expect(editsOf(before, after).map(({ line }) => line)).toEqual([8]);
  expect(editsOf(before, migration('')).map(({ line }) => line)).toEqual([6]);
});
