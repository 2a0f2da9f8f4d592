import { expect, test } from 'vitest';
import { addField, COST, createModel, migration, shop, SHOP, verdict } from '../helpers/verdict.ts';

const INFO = ['info edited-migration shop.0002_cost'];
const WARNING = ['warning edited-migration shop.0002_cost'];

/** Of the text of a migration: what replaces what. */
type Edit = readonly [name: string, text: string, from: string, to: string, verdict?: readonly string[]];

const after = (operations: readonly string[], more: Parameters<typeof migration>[2] = {}): string =>
  migration(['shop.0001_initial'], operations, more);

const MODEL = createModel(
  'Price',
  {
    cost: 'models.CharField(blank=True, choices=[("a", "A")], help_text="In cents", max_length=20)',
    item: 'models.ForeignKey(on_delete=models.CASCADE, related_name="prices", to="shop.item")',
  },
  '"ordering": ["cost"], "verbose_name": "price"',
);
const PRICE = after([MODEL]);
const OPTIONS = 'migrations.AlterModelOptions(\n    name="price",\n    options={"verbose_name": "cost"},\n)';
const MANAGERS = 'migrations.AlterModelManagers(\n    name="price",\n    managers=[],\n)';

const STATE: readonly Edit[] = [
  ['8: help_text', PRICE, 'In cents', 'In euro cents'],
  ['8: help_text goes', PRICE, 'help_text="In cents", ', ''],
  ['8: choices', PRICE, '[("a", "A")]', '[("a", "A"), ("b", "B")]'],
  ['8: blank', PRICE, 'blank=True, ', ''],
  ['8: verbose_name of a field', PRICE, 'max_length=20', 'max_length=20, verbose_name="cost"'],
  ['8: validators', PRICE, 'max_length=20', 'max_length=20, validators=[shop.models.check]'],
  ['8: editable, error_messages', PRICE, 'max_length=20', 'editable=False, error_messages={}, max_length=20'],
  ['8: related_name', PRICE, '"prices"', '"+"'],
  ['8: limit_choices_to', PRICE, 'related_name', 'limit_choices_to={"on": True}, related_name'],
  ['8: on_delete', PRICE, 'models.CASCADE', 'django.db.models.deletion.PROTECT'],
  ['8: ordering', PRICE, '["cost"]', '["-cost"]'],
  ['8: verbose_name of a model', PRICE, '"price"}', '"cost", "verbose_name_plural": "costs"}'],
  ['8: permissions', PRICE, '"ordering"', '"permissions": [("sell", "May sell")], "ordering"'],
  ['8: default_manager_name', PRICE, '"ordering"', '"default_manager_name": "all", "ordering"'],
  ['8: AlterModelOptions comes', PRICE, PRICE, after([MODEL, OPTIONS])],
  ['8: AlterModelOptions changes', after([OPTIONS]), 'cost', 'costs'],
  ['8: AlterModelManagers comes', PRICE, PRICE, after([MODEL, MANAGERS])],
];

const FORWARDS = `def forwards(apps, schema_editor):
    for item in apps.get_model("shop", "Item").objects.all():
        item.cost = 1
        item.save()

`;
const BACKWARDS = 'def backwards(apps, schema_editor):\n    pass\n\n';
const STEP = after(['migrations.RunPython(forwards)'], { helpers: FORWARDS });
const BOTH = after(['migrations.RunPython(forwards, backwards)'], { helpers: `${FORWARDS}\n${BACKWARDS}` });
const SQL = after(['migrations.RunSQL("UPDATE shop_item SET cost = 1")']);
const SQL_BACK = after(['migrations.RunSQL("UPDATE shop_item SET cost = 1", "SELECT 1")']);

const REVERSE: readonly Edit[] = [
  ['9: reverse code comes', STEP, '(forwards)', '(forwards, migrations.RunPython.noop)'],
  ['9: by keyword', STEP, '(forwards)', '(code=forwards, reverse_code=migrations.RunPython.noop)'],
  ['9: reverse code is a lambda', STEP, '(forwards)', '(forwards, lambda apps, schema_editor: None)'],
  ['9: reverse code with its function', STEP, STEP, BOTH],
  [
    '9: reverse code does more',
    BOTH,
    '    pass',
    '    apps.get_model("shop", "Item").objects.update(cost=0)',
  ],
  ['9: reverse code goes', BOTH, ', backwards)', ')'],
  ['9: reverse_sql comes', SQL, '1")', '1", reverse_sql=migrations.RunSQL.noop)'],
  ['9: reverse_sql changes', SQL_BACK, 'SELECT 1', 'UPDATE shop_item SET cost = 0'],
];

const SAFE = 'safe = Safe.after_deploy()';
const SAFE_IMPORT = 'from django_safemigrate import Safe\n';

const ATTRIBUTES: readonly Edit[] = [
  ['10: atomic', COST, '    dependencies', '    atomic = False\n\n    dependencies'],
  ['10: elidable', STEP, '(forwards)', '(forwards, elidable=True)'],
  ['10: elidable, of SQL', SQL, '1")', '1", elidable=True)'],
  [
    '10: `safe` of django-safemigrate (readthedocs)',
    COST,
    COST,
    migration(['shop.0001_initial'], [addField('cost')], { imports: SAFE_IMPORT, attributes: SAFE }),
  ],
  ['10: `safe` is another one', `${SAFE_IMPORT}${COST}    ${SAFE}\n`, 'after_deploy', 'before_deploy'],
  [
    '10: an attribute of the team (zero-downtime)',
    COST,
    '    dependencies',
    '    checked = True\n    dependencies',
  ],
];

const COPY = `    items = apps.get_model("shop", "Item").objects\n    items.update(cost=1)\n`;
const LOOP = FORWARDS.slice(FORWARDS.indexOf('\n') + 1).trimEnd();

const HELPERS: readonly Edit[] = [
  ['11: a helper is made faster', STEP, `${LOOP}\n`, COPY],
  ['11: a helper is made a no-op', STEP, LOOP, '    pass'],
  ['11: a helper is made robust', STEP, '.all()', '.filter(cost=None).iterator()'],
  ['11: a helper uses the alias', STEP, '.objects', '.objects.using(schema_editor.connection.alias)'],
  [
    '11: a constant',
    STEP.replace('def f', 'ONE = 1\n\n\ndef f').replace('= 1\n        item.s', '= ONE\n        item.s'),
    'ONE = 1',
    'ONE = 2',
  ],
  ['11: a step becomes a no-op', STEP, '(forwards)', '(migrations.RunPython.noop)'],
  ['11: another statement of SQL', SQL, 'cost = 1', 'cost = 1 WHERE cost IS NULL'],
  [
    '11: a step goes',
    after([addField('cost'), 'migrations.RunPython(forwards)'], { helpers: FORWARDS }),
    '        migrations.RunPython(forwards),\n',
    '',
  ],
];

const constraint = (keyword: string): string =>
  after([
    `migrations.AddConstraint(\n    model_name="item",\n    constraint=models.CheckConstraint(${keyword}=models.Q(("cost__gte", 0)), name="paid"),\n)`,
  ]);
const field = (type: string, imports = ''): string => after([addField('cost', type)], { imports });
const POSTGRES = field(
  'django.contrib.postgres.fields.jsonb.JSONField(default=dict)',
  'import django.contrib.postgres.fields.jsonb\n',
);
const LAZY = field(
  'models.TextField(help_text=django.utils.translation.ugettext_lazy("a"))',
  'import django.utils.translation\n',
);

const UPGRADES: readonly Edit[] = [
  ['12: CheckConstraint(check=) is condition= (6.0)', constraint('check'), 'check=', 'condition='],
  [
    '12: NullBooleanField is BooleanField(null=True) (4.0)',
    field('models.NullBooleanField()'),
    'NullBooleanField()',
    'BooleanField(null=True)',
  ],
  ['12: JSONField is in django.db (4.0)', POSTGRES, POSTGRES, field('models.JSONField(default=dict)')],
  [
    '12: on_delete must be given (2.0)',
    field('models.ForeignKey(to="shop.Item")'),
    '(to',
    '(on_delete=models.CASCADE, to',
  ],
  [
    '12: on_delete by its path',
    field('models.ForeignKey(to="shop.Item")'),
    '(to',
    '(on_delete=django.db.models.deletion.CASCADE, to',
  ],
  ['12: ugettext_lazy is gettext_lazy (4.0)', LAZY, 'ugettext_lazy', 'gettext_lazy'],
  ['12: case of a model name (1.7)', COST, 'model_name="item"', 'model_name="Item"', []],
];

const VERSATILE = field(
  'versatileimagefield.fields.VersatileImageField(blank=True, upload_to="items")',
  'import versatileimagefield.fields\n',
);
const UNITS = field(
  'django_measurement.models.MeasurementField(measurement=measurement.measures.Weight)',
  'import django_measurement.models\nimport measurement\n',
);

const REPLACED: readonly Edit[] = [
  [
    '13: a field of a package that goes (saleor)',
    VERSATILE,
    VERSATILE,
    field('models.ImageField(blank=True, upload_to="items")'),
    WARNING,
  ],
  ['13: a field of one that takes less', UNITS, UNITS, field('models.FloatField()'), WARNING],
];

const SKU = field(
  'models.CharField(default=shop.models.make_sku, max_length=20, validators=[shop.models.check_sku])',
  'import shop.models\n',
);
const FILE = field('models.FileField(upload_to=shop.models.where)', 'import shop.models\n');
const MOVED = after(['migrations.RunPython(shop.steps.forwards)'], { imports: 'import shop.steps\n' });

const PATHS: readonly Edit[] = [
  ['14: a validator moves', SKU, '[shop.models.check', '[shop.validators.check'],
  ['14: a default moves', SKU, 'default=shop.models', 'default=shop.sku'],
  ['14: both move, and the import', SKU, SKU, SKU.replaceAll('shop.models', 'core.sku')],
  ['14: a module of helpers moves', MOVED, MOVED, MOVED.replaceAll('shop.steps', 'shop.data.steps')],
  ['14: upload_to moves', FILE, FILE, FILE.replaceAll('shop.models', 'shop.files')],
];

test.for([
  ...STATE,
  ...REVERSE,
  ...ATTRIBUTES,
  ...UPGRADES,
  ...REPLACED,
  ...PATHS,
  ...HELPERS.map(([name, ...edit]): Edit => [name, edit[0], edit[1], edit[2], WARNING]),
])('%s', async ([, text, from, to, expected = INFO]) => {
  const edited = text.replace(from, () => to);
  expect(edited).not.toBe(text);
  expect(await verdict(shop({ ...SHOP, '0002_cost': text }), shop({ ...SHOP, '0002_cost': edited }))).toEqual(
    expected,
  );
});
