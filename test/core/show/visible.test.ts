import { describe, expect, it } from 'vitest';
import { cut, visible, widthOf } from '../../../src/core/show/visible.ts';

describe('visible', () => {
  it('leaves plain text of any script alone', () => {
    for (const text of [
      'kubectl/v1.31.2 (linux/amd64)',
      'dana ruiz',
      'Jörg Müller',
      '田中さん',
      'Ñandú',
      'नमस्ते',
      '🙂',
    ]) {
      expect(visible(text)).toBe(text);
    }
  });

  it('writes out what moves the cursor, colours or clears a terminal', () => {
    expect(visible('a\u001b[2Jb\u0007\u009b31m')).toBe('a\\u{1b}[2Jb\\u{7}\\u{9b}31m');
    expect(visible('one\ntwo\r\tthree\u2028four\u0085')).toBe('one\\ntwo\\r\\tthree\\u{2028}four\\u{85}');
  });

  it('writes out what turns the reading order or is drawn as nothing', () => {
    expect(visible('exe\u202etxt.\u2066')).toBe('exe\\u{202e}txt.\\u{2066}');
    expect(visible('ad\u200bmin\u00ad\ufeff\u{e0041}')).toBe('ad\\u{200b}min\\u{ad}\\u{feff}\\u{e0041}');
    expect(visible('a\u00a0b\u3000c\u3164d\u2800e')).toBe('a\\u{a0}b\\u{3000}c\\u{3164}d\\u{2800}e');
  });

  it('writes out half a surrogate pair and the fourth mark on one letter', () => {
    expect(visible('a\ud800b')).toBe('a\\u{d800}b');
    expect(visible('e\u0301\u0301\u0301\u0301')).toBe('e\u0301\u0301\u0301\\u{301}');
  });
});

describe('cut', () => {
  it('keeps what fits and ends with an ellipsis what does not', () => {
    expect(cut('secrets', 7)).toBe('secrets');
    expect(cut('secrets', 6)).toBe('secre…');
    expect(cut('secrets', 1)).toBe('…');
    expect(cut('secrets', 0)).toBe('');
    expect(cut('', 3)).toBe('');
  });

  it('counts wide letters as two cells and marks as none', () => {
    expect(widthOf('田中')).toBe(4);
    expect(widthOf('e\u0301')).toBe(1);
    expect(cut('田中さん', 5)).toBe('田中…');
    expect(cut('田中さん', 4)).toBe('田…');
    expect(cut('e\u0301e\u0301', 2)).toBe('e\u0301e\u0301');
  });

  it('never cuts a pair of surrogates', () => {
    expect(cut('🙂🙂', 3)).toBe('🙂…');
    expect(cut('🙂🙂', 2)).toBe('…');
  });
});
