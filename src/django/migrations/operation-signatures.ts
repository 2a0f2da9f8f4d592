/**
 * The operations of Django, and their positional parameters: the union of Django 4.2 to 6.1, of which every version
 * has a beginning (`inspect.signature`; test/oracle/operations.test.ts asks each).
 */
export const SIGNATURES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    AddConstraint: ['model_name', 'constraint'],
    AddField: ['model_name', 'name', 'field', 'preserve_default'],
    AddIndex: ['model_name', 'index'],
    AlterConstraint: ['model_name', 'name', 'constraint'],
    AlterField: ['model_name', 'name', 'field', 'preserve_default'],
    AlterIndexTogether: ['name', 'index_together'],
    AlterModelManagers: ['name', 'managers'],
    AlterModelOptions: ['name', 'options'],
    AlterModelTable: ['name', 'table'],
    AlterModelTableComment: ['name', 'table_comment'],
    AlterOrderWithRespectTo: ['name', 'order_with_respect_to'],
    AlterUniqueTogether: ['name', 'unique_together'],
    CreateModel: ['name', 'fields', 'options', 'bases', 'managers'],
    DeleteModel: ['name'],
    RemoveConstraint: ['model_name', 'name'],
    RemoveField: ['model_name', 'name', 'field'],
    RemoveIndex: ['model_name', 'name'],
    RenameField: ['model_name', 'old_name', 'new_name'],
    RenameIndex: ['model_name', 'new_name', 'old_name', 'old_fields'],
    RenameModel: ['old_name', 'new_name'],
    RunPython: ['code', 'reverse_code', 'atomic', 'hints', 'elidable'],
    RunSQL: ['sql', 'reverse_sql', 'state_operations', 'hints', 'elidable'],
    SeparateDatabaseAndState: ['database_operations', 'state_operations'],
  }),
);

/** The same for django.contrib.postgres.operations. */
export const POSTGRES_SIGNATURES: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    AddConstraintNotValid: ['model_name', 'constraint'],
    AddIndexConcurrently: ['model_name', 'index'],
    BloomExtension: ['hints'],
    BtreeGinExtension: ['hints'],
    BtreeGistExtension: ['hints'],
    CITextExtension: ['hints'],
    CreateCollation: ['name', 'locale'],
    CreateExtension: ['name', 'hints'],
    CryptoExtension: ['hints'],
    HStoreExtension: ['hints'],
    RemoveCollation: ['name', 'locale'],
    RemoveIndexConcurrently: ['model_name', 'name'],
    TrigramExtension: ['hints'],
    UnaccentExtension: ['hints'],
    ValidateConstraint: ['model_name', 'name'],
  }),
);

const OWN =
  /^django\.(db\.migrations|contrib\.postgres)\.(?:operations\.)?(?:(?:models|fields|special)\.)?(\w+)$/;

/** One of Django's own operations. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly string[];
}

/** The operation of Django that a dotted name stands for, wherever Django lets it be imported from. */
export function signatureOf(dotted: string): Signature | undefined {
  const [, home, name = ''] = OWN.exec(dotted) ?? [];
  if (home === undefined) return undefined;
  // django.contrib.postgres.operations hands on some of the others.
  const postgres = home === 'contrib.postgres' ? POSTGRES_SIGNATURES.get(name) : undefined;
  const parameters = postgres ?? SIGNATURES.get(name);
  return parameters && { name, parameters };
}
