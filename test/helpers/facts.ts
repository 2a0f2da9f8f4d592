import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { site, STORE } from './django.ts';
import { SHOP, type Repository } from './repository.ts';

/** A project of two apps, of which one has a migration that is not understood. */
export const TWO_APPS: Readonly<Record<string, string>> = {
  ...SHOP,
  ...site('', 'INSTALLED_APPS = ["shop", "blog"]\n'),
  'blog/__init__.py': '',
  'blog/apps.py': STORE.replace('"shop"', '"blog"').replace('store', 'news'),
  'blog/migrations/__init__.py': '',
  'blog/migrations/0001_initial.py': SHOP['shop/migrations/0001_initial.py']!.replace('Item', 'é\u2028'),
  'blog/migrations/0002_odd.py': 'from .base import *\n',
};

/** Where what was read is kept. */
export const factsFolder = (shop: Repository): string => join(shop.folder, '.git', 'pyreset-hooks', 'facts');

/** The files there. */
export const factsFiles = (shop: Repository): string[] =>
  readdirSync(factsFolder(shop)).map((name) => join(factsFolder(shop), name));

/** What is in them. */
export const factsContents = (shop: Repository): string[] =>
  factsFiles(shop).map((file) => readFileSync(file, 'latin1'));
