import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Html, html, htmlText } from '../../../src/core/show/html.ts';

describe('html', () => {
  it('escapes every text it is given', () => {
    expect(htmlText(html`<b title="${`"'\``}">${'<script>&amp;</script>'}</b>`)).toBe(
      '<b title="&quot;&#39;&#96;">&lt;script&gt;&amp;amp;&lt;/script&gt;</b>',
    );
  });

  it('takes pieces, lists, numbers and nothing as they are', () => {
    const items = ['a<', 'b'].map((text) => html`<li>${text}</li>`);
    expect(htmlText(html`<ul>${items}</ul>${1.5}${null}${['x', 'y>']}`)).toBe(
      '<ul><li>a&lt;</li><li>b</li></ul>1.5xy&gt;',
    );
  });

  it('makes visible what would turn or hide text', () => {
    expect(htmlText(html`${'a\u202eb\u0000\nc'}`)).toBe('a\\u{202e}b\\u{0}\\nc');
  });

  it('takes nothing for a piece that only looks like one', () => {
    const copied = { ...html`<b>`, toString: () => '<i>' } as unknown as Html;
    expect(htmlText(html`${copied}`)).toBe('&lt;i&gt;');
  });

  it('never stands in an attribute without quotes, nor in a style', () => {
    const folder = new URL('../../../src/core/show/pages/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      const source = readFileSync(new URL(file, folder), 'utf8');
      expect(source, file).not.toMatch(/<[^>]*[a-z]=\$\{/);
      expect(source, file).not.toMatch(/ style=| on[a-z]+=|<script/);
    }
  });
});
