import { expect } from 'vitest';
import { repository, SHOP, type Repository } from './repository.ts';

/** What `manage.py` says of the settings; they are at `conf.settings`. */
const MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf.settings")\n';

/** An `apps.py` that gives the app `shop` the label `store`. */
export const STORE =
  'from django.apps import AppConfig\n\n\nclass S(AppConfig):\n    name = "shop"\n    label = "store"\n';

/** A project in `folder` (`''`, or with a slash at its end) whose settings say this. */
export const site = (folder: string, settings: string): Record<string, string> => ({
  [`${folder}manage.py`]: MANAGE,
  [`${folder}conf/__init__.py`]: '',
  [`${folder}conf/settings.py`]: settings,
});

/** A project that installs the app `shop`. */
export const PROJECT: Readonly<Record<string, string>> = {
  ...SHOP,
  ...site('', 'INSTALLED_APPS = ["shop"]\n'),
};

/** A repository with one commit of these files. */
export function committed(files: Readonly<Record<string, string>> = PROJECT): Repository {
  const shop = repository();
  shop.commit('shop', files);
  return shop;
}

/** What `apps --format json` prints, as far as tests look at it. */
export interface Listing {
  readonly version: number;
  readonly apps: readonly {
    readonly label: string | null;
    readonly dir: string;
    readonly migrated: boolean | null;
    readonly migrations: readonly {
      readonly name: string;
      readonly path: string;
      readonly dependencies: readonly unknown[];
    }[];
  }[];
  readonly unknown: readonly { readonly path: string; readonly line: number; readonly what: string }[];
}

/** What `apps` says as JSON. It always ends well, and has nothing to add. */
export function said(shop: Repository, ...args: readonly string[]): string {
  const ran = shop.pyreset('apps', '--format', 'json', ...args);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  return ran.stdout;
}

/** The same, read. */
export function listing(shop: Repository, ...args: readonly string[]): Listing {
  return JSON.parse(said(shop, ...args)) as Listing;
}

/** The migrations as `label.name`, of an app without any its label. Nothing may be unknown. */
export function names(shop: Repository, ...args: readonly string[]): string[] {
  const { apps, unknown } = listing(shop, ...args);
  expect(unknown).toEqual([]);
  return apps.flatMap(({ label, migrations }) =>
    migrations.length === 0 ? [`${label}`] : migrations.map(({ name }) => `${label}.${name}`),
  );
}
