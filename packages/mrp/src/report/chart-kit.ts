/**
 * Charts as SVG text, without a browser: Observable Plot on linkedom's document, loaded when first
 * used.
 *
 * Colours are CSS variables of the page, so that one chart serves light, dark and print. Each chart
 * has a title and a description for those who cannot see it.
 */
import type * as PlotModule from '@observablehq/plot';
import { escapeText, type Markup } from './markup.ts';

/** The drawing library. */
export type Plot = typeof PlotModule;

/** Draws; made once per report. */
export interface ChartKit {
  readonly plot: Plot;
  /** An SVG of the options, with a title and a description. */
  draw(options: PlotModule.PlotOptions, title: string, description: string): Markup;
}

/** Loads what charts are drawn with. */
export async function loadChartKit(): Promise<ChartKit> {
  const [plot, { parseHTML }] = await Promise.all([
    import('@observablehq/plot'),
    import('linkedom'),
  ]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>') as Page;
  let count = 0;
  return {
    plot,
    draw: (options, title, description) => {
      const frame = { ...options, document, className: 'chart' } as PlotModule.PlotOptions;
      const { outerHTML: svg } = plot.plot(frame) as Drawing;
      return { html: withTitle(svg, `chart-${++count}`, title, description) };
    },
  };
}

/** Of linkedom and Plot, whose types are a browser's, only what is used here. */
interface Page {
  readonly document: unknown;
}
interface Drawing {
  readonly outerHTML: string;
}

/** Plot's own label is an attribute, which some readers skip; title and desc are read by all. */
function withTitle(svg: string, id: string, title: string, description: string): string {
  const [name, text] = [escapeText(title), escapeText(description)];
  const names = `<title id="${id}">${name}</title><desc>${text}</desc>`;
  return svg.replace(/^<svg ([^>]*)>/, (_, attributes: string) => {
    return `<svg role="img" aria-labelledby="${id}" ${attributes}>${names}`;
  });
}

/** The Date that Plot wants for a day. */
export const dateOf = (day: string): Date => new Date(`${day}T00:00:00Z`);
