import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/stale-db-table.ts';
import { changeOf } from '../helpers/change.ts';
import { findingsOf, found, type Scene } from '../helpers/said.ts';
import { app, createModel, migration, project, replaces } from '../helpers/verdict.ts';

const userProfile = (meta: string): string =>
  `from django.db import models\n\n\nclass UserProfile(models.Model):\n    class Meta:\n        ${meta}\n`;
const PLAIN = userProfile('ordering = ["id"]');
const NAMED = userProfile('db_table = "workspace_app_userprofile"');

const OPTION = '"db_table": "workspace_app_userprofile"';
const create = (options = ''): string => createModel('UserProfile', {}, options);
const NOTE = 'migrations.AddField("userprofile", "note", models.TextField(default=""))';

/** The two migrations of the app with a label; each `replaces` that of another label. */
const migrations = (label: string, replaced?: string, options = ''): Files => {
  const rest = (name: string) =>
    replaced === undefined ? {} : { attributes: replaces(`${replaced}.${name}`) };
  return {
    '0001_initial': migration([], [create(options)], rest('0001_initial')),
    '0002_note': migration([`${label}.0001_initial`], [NOTE], rest('0002_note')),
  };
};

const WORKSPACE = (text: string, options = ''): Files =>
  project(
    ['workspace_app'],
    app('workspace_app', migrations('workspace_app', undefined, options), { models: text }),
  );
const PROFILE = (text: string, options = '', replaced?: string): Files =>
  project(
    ['profile_app'],
    app('profile_app', migrations('profile_app', replaced, options), { models: text }),
  );

const only = (before: Files, after: Files, scene: Omit<Scene, 'before' | 'after'> = {}) =>
  found(rule, { before, after, ...scene });
const AT = 'profile_app/models.py:6:20 profile_app.UserProfile';

test.for<readonly [name: string, expected: readonly string[], before: Files, after: Files]>([
  ['the table gets the name that Django gives', [], WORKSPACE(PLAIN), PROFILE(PLAIN)],
  ['db_table goes with the label', [], WORKSPACE(NAMED), PROFILE(PLAIN)],
  [
    'it is named after the new label',
    [],
    WORKSPACE(NAMED),
    PROFILE(userProfile('db_table = "profile_app_userprofile"')),
  ],
  [
    'the label stays',
    [],
    WORKSPACE(NAMED),
    project(
      ['profile_app'],
      app('profile_app', migrations('workspace_app'), { models: NAMED, label: 'workspace_app' }),
    ),
  ],
  ['the seed: the label goes, db_table is left behind', [`warning ${AT}`], WORKSPACE(NAMED), PROFILE(NAMED)],
  [
    'and so in the migration that it came with',
    [`warning ${AT}`],
    WORKSPACE(NAMED, OPTION),
    PROFILE(NAMED, OPTION),
  ],
  [
    'left behind, and the history is carried over',
    [`info ${AT}`],
    WORKSPACE(NAMED),
    PROFILE(NAMED, '', 'workspace_app'),
  ],
  ['28: pinned with the label', [`info ${AT}`], WORKSPACE(PLAIN), PROFILE(NAMED)],
  [
    '28: pinned with the label, in CreateModel as well (P2b)',
    [`info ${AT}`],
    WORKSPACE(PLAIN),
    PROFILE(NAMED, OPTION),
  ],
  [
    '28: pinned, and the history is carried over',
    [`info ${AT}`],
    WORKSPACE(PLAIN),
    PROFILE(NAMED, '', 'workspace_app'),
  ],
])('the app moves: %s', async ([, expected, before, after]) => {
  expect(await only(before, after)).toEqual(expected);
});

const label = (text: string, own: string, name = own): Files =>
  project(['profile'], app('profile', migrations(own), { models: text, label: name }));

test('only apps.py changes: the models of that app are looked at', async () => {
  const before = label(NAMED, 'workspace_app');
  const after = { ...before, ...label(NAMED, 'profile_app') };
  expect(after['profile/models.py']).toBe(before['profile/models.py']);
  expect(await only(before, after)).toEqual(['warning profile/models.py:6:20 profile_app.UserProfile']);
});

const nested = (name: string): Files =>
  project(['apps.profile_app'], app('apps/profile_app', migrations('profile_app'), { models: NAMED, name }));

test('only apps.py changes, which named a package that is gone (the seed)', async () => {
  const [before, after] = [nested('apps.workspace_app'), nested('apps.profile_app')];
  expect(await only(before, after)).toEqual([`warning apps/${AT}`]);
});

test('an app that is only not found any more has not gone', async () => {
  const both = {
    ...PROFILE(PLAIN),
    ...app('workspace_app', {}),
    ...project(['profile_app', 'workspace_app'], {}),
  };
  const after = { ...both, ...project(['profile_app'], {}), ...app('profile_app', {}, { models: NAMED }) };
  expect(await only(both, after, { formerLabels: ['workspace_app'] })).toEqual([]);
});

test('the folder is still called so: the label is not', async () => {
  const text = userProfile('db_table = "profile_userprofile"');
  expect(await only(label(text, 'profile'), label(text, 'user_profile'))).toEqual([
    'warning profile/models.py:6:20 user_profile.UserProfile',
  ]);
});

const workspace = (text: string): Files =>
  project(['workspace'], app('workspace', migrations('workspace'), { models: text }));

test('the new label is the beginning of the old one', async () => {
  const expected = ['warning workspace/models.py:6:20 workspace.UserProfile'];
  expect(await only(WORKSPACE(NAMED), workspace(NAMED))).toEqual(expected);
  const scene = { formerLabels: ['workspace_app'] };
  expect(await only(workspace(PLAIN), workspace(NAMED), scene)).toEqual([]); // a model may well be called so
});

test("the old label is given to another app: the table is that one's", async () => {
  const both = { ...PROFILE(NAMED), ...app('workspace_app', migrations('workspace_app')) };
  const after = { ...both, ...project(['profile_app', 'workspace_app'], {}) };
  expect(await only(WORKSPACE(NAMED), after)).toEqual([]);
});

const core = (text: string, more: Files = {}): Files =>
  app('core', { '0001_initial': migration([], [createModel('Item')]), ...more }, { models: text });

test('an app goes, and one of its models moves to another app with its table (P3)', async () => {
  const before = { ...WORKSPACE(PLAIN), ...core('') };
  const moved = migration(
    ['core.0001_initial'],
    [`migrations.SeparateDatabaseAndState(state_operations=[${create(OPTION)}])`],
  );
  const after = project(['core'], core(NAMED, { '0002_moved': moved }));
  expect(await only({ ...before, ...project(['workspace_app', 'core'], {}) }, after)).toEqual([
    'info core/models.py:6:20 core.UserProfile',
  ]);
});

const ORDINARY = { before: PROFILE(PLAIN), after: PROFILE(NAMED) };

/** With what the configuration says of former labels. */
async function configured(formerApps: Readonly<Record<string, readonly string[]>>): Promise<string[]> {
  const options = { bytecodeAllowed: undefined, formerApps: new Map(Object.entries(formerApps)) };
  return [...rule.check(await changeOf(ORDINARY), options)].map(({ message }) => message.slice(0, 110));
}

test('formerApps knows what git does not', async () => {
  expect(await configured({})).toEqual([]);
  expect(await configured({ other: ['workspace_app'] })).toEqual([]);
  expect(await configured({ profile_app: ['core', 'workspace'] })).toEqual([
    'table workspace_app_userprofile of profile_app.UserProfile still has the name of workspace, a former label: wh',
  ]);
  expect(await configured({ profile_app: ['workspace', 'workspace_app'] })).toEqual([
    'table workspace_app_userprofile of profile_app.UserProfile still has the name of workspace_app, a former label',
  ]);
});

test('the longest label wins', async () => {
  const [finding] = await findingsOf({ ...ORDINARY, formerLabels: ['workspace', 'workspace_app'] }, [rule]);
  expect(finding?.data).toEqual({
    label: 'profile_app',
    table: 'workspace_app_userprofile',
    formerLabel: 'workspace_app',
    path: 'profile_app/models.py',
  });
});

test('what is said of a table that was left behind', async () => {
  const [finding] = await findingsOf({ before: WORKSPACE(NAMED), after: PROFILE(NAMED) }, [rule]);
  expect(finding?.message).toBe(
    'table workspace_app_userprofile of profile_app.UserProfile still has the name of workspace_app, a former label: ' +
      'who looks for the rows of profile_app finds them under another name, and a new app workspace_app could clash ' +
      'with it',
  );
  expect(finding?.hint).toBe(`to keep it, with the rows where they are, record that once in .pyresetrc:
    allow: [{rule: stale-db-table, subject: "profile_app.UserProfile", reason: "…"}]
or rename it in a release of its own, with db_table taken out of the model:
    python manage.py makemigrations profile_app
it writes AlterModelTable, which keeps the rows; migrate when no code runs any more that looks for the old table`);
});

test('what is said of one that is pinned', async () => {
  const [finding] = await findingsOf({ before: WORKSPACE(PLAIN), after: PROFILE(NAMED) }, [rule]);
  expect(finding?.message).toBe(
    'table workspace_app_userprofile of profile_app.UserProfile keeps the name of workspace_app, a former label, on ' +
      'purpose: that is a part of a proper rename, and its rows stay where they are',
  );
  expect(finding?.hint.split('\n')[0]).toBe(
    'nothing needs to be done; so that nobody asks again, record that once in .pyresetrc:',
  );
});

const NAME = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.stringMatching(/^[a-z_]{0,140}$/),
  fc.constantFrom('_', '__', 'shop__x', '_shop_x', 'shöp_item', 'shop_\u202e', `${'a_'.repeat(5_000)}x`),
);

test('whatever a table is called: no failure, and nothing that hurts a terminal', async () => {
  await fc.assert(
    fc.asyncProperty(NAME, async (name) => {
      const after = PROFILE(userProfile(`db_table = ${JSON.stringify(name)}`));
      const all = Array.from({ length: 200 }, (_, end) => name.slice(0, end));
      const findings = await findingsOf({ before: PROFILE(PLAIN), after, formerLabels: all }, [rule]);
      for (const { message, hint } of findings) expect(message + hint).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
      expect(findings.length).toBeLessThan(2);
    }),
  );
});
