import type { ApiRequest } from './api-request.ts';
import { type Expression, reference } from './expression.ts';
import type { Part } from './journey-model.ts';

/** Requests that name the headers which several of them have, and what the name stands for. */
export interface SharedHeaders {
  readonly shared: readonly ApiRequest[];
  readonly constants: readonly {
    /** Index of the first request that uses it. */
    readonly before: number;
    readonly part: Part;
  }[];
}

/** The headers that two or more requests have, as one constant. */
export function sharedHeaders(requests: readonly ApiRequest[]): SharedHeaders {
  const common = mostCommon(requests);
  if (common === null) return { shared: requests, constants: [] };
  const before = requests.findIndex(({ headers }) => isEqual(headers, common));
  const name = reference('headers');

  return {
    shared: requests.map((request) =>
      isEqual(request.headers, common) ? { ...request, headers: name } : request,
    ),
    constants: [
      {
        before,
        part: {
          kind: 'constant',
          variable: { name: 'headers', type: 'Readonly<Record<string, string>>' },
          value: common,
        },
      },
    ],
  };
}

function mostCommon(requests: readonly ApiRequest[]): Expression | null {
  const counts = new Map<string, { readonly headers: Expression; count: number }>();
  for (const { headers } of requests) {
    if (headers === null) continue;
    const key = JSON.stringify(headers);
    const seen = counts.get(key) ?? { headers, count: 0 };
    counts.set(key, { ...seen, count: seen.count + 1 });
  }
  const [first] = [...counts.values()].toSorted((a, b) => b.count - a.count);

  return first === undefined || first.count < 2 ? null : first.headers;
}

function isEqual(headers: Expression | null, other: Expression): boolean {
  return headers !== null && JSON.stringify(headers) === JSON.stringify(other);
}
