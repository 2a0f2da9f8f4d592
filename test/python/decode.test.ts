import { expect, test } from 'vitest';
import { decodePython } from '../../src/python/decode.ts';

/** Bytes from text in which every character is one byte. */
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.for([
  ['UTF-8 by default', 'é = 1', 'é = 1'],
  ['a byte order mark vanishes', '\u00ef\u00bb\u00bfx = 1', 'x = 1'],
  [
    'a byte order mark outweighs the cookie',
    '\u00ef\u00bb\u00bf# coding: latin-1\n\u00c3\u00a9',
    '# coding: latin-1\né',
  ],
  ['latin-1 on line 1', '# -*- coding: latin-1 -*-\n\u00e9\u0080', '# -*- coding: latin-1 -*-\né\u0080'],
  [
    'iso-8859-1 after a shebang',
    '#!/bin/python\n# vim: set fileencoding=iso-8859-1 :\n\u00e9',
    '#!/bin/python\n# vim: set fileencoding=iso-8859-1 :\né',
  ],
  ['the euro sign of iso-8859-15', '# coding=iso8859-15\n\u00a4\u00bd', '# coding=iso8859-15\n€œ'],
  ['the euro sign of cp1252', '# coding: cp1252\n\u0080\u009f\u00e9', '# coding: cp1252\n€Ÿé'],
  ['windows-1252 is cp1252', '# coding: windows-1252\n\u0093', '# coding: windows-1252\n“'],
  ['Cyrillic through the platform', '# coding: cp1251\n\u00e6', '# coding: cp1251\nж'],
  ['an unknown encoding is read as latin-1', '# coding: klingon\n\u00e9', '# coding: klingon\né'],
  ['CR line ends', '#\r# coding: latin-1\r\u00e9', '#\r# coding: latin-1\ré'],
] as const)('%s', ([name, source, expected]) => {
  const raw = name.startsWith('UTF-8') ? new TextEncoder().encode(source) : bytes(source);
  expect(decodePython(raw)).toBe(expected);
});

test.for([
  ['a cookie on line 3', '#\n#\n# coding: latin-1\n\u00e9', '#\n#\n# coding: latin-1\n\ufffd'],
  ['a cookie after code', 'x = 1\n# coding: latin-1\n\u00e9', 'x = 1\n# coding: latin-1\n\ufffd'],
  ['a cookie in a string', 's = "# coding: latin-1"\n\u00e9', 's = "# coding: latin-1"\n\ufffd'],
  ['a comment that only speaks of coding', '# coding is fun\n\u00e9', '# coding is fun\n\ufffd'],
] as const)('%s does not count', ([, source, expected]) => {
  expect(decodePython(bytes(source))).toBe(expected);
});

test.for(['ascii', 'utf-8', 'utf8', 'UTF_8', 'utf-16'])('invalid bytes under %s are replaced', (encoding) => {
  expect(decodePython(bytes(`# coding: ${encoding}\n\u00ff`))).toBe(`# coding: ${encoding}\n\ufffd`);
});

test('no bytes are no text, and a large Latin-1 file is read', () => {
  expect(decodePython(new Uint8Array())).toBe('');
  expect(decodePython(bytes(`# coding: latin-1\n${'\u00e9'.repeat(100_000)}`))).toHaveLength(100_018);
});
