import http from 'node:http';
import { closer, listen } from './listening.ts';

/** A stack of the endpoint. */
export interface EndpointStack {
  readonly name: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether it is nested in another one. */
  readonly isNested?: boolean;
  /** Why it cannot be deleted. */
  readonly undeletable?: string;
}

/** An endpoint that answers as CloudFormation does, for every region. */
export interface CloudFormationEndpoint {
  readonly origin: string;
  stacks: readonly EndpointStack[];
  /** Codes of errors that a region answers with. */
  refusals: Readonly<Record<string, string>>;
  /** Names of stacks in the order of their deletion. */
  readonly deletions: string[];
  close(): Promise<void>;
}

const ACCOUNT = '123456789012';
const REGION = /Credential=[^/]+\/\d+\/([a-z0-9-]+)\/cloudformation\//;

/** Starts the endpoint on a free port of loopback. It speaks AWS's query protocol. */
export async function cloudFormationEndpoint(): Promise<CloudFormationEndpoint> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const region = REGION.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const refusal = endpoint.refusals[region];
      response.writeHead(refusal === undefined ? 200 : 403, { 'content-type': 'text/xml' });
      response.end(refusal === undefined ? answer(form, region) : errorXml(refusal));
    });
  });
  const close = closer(server);
  const port = await listen(server);
  const endpoint: CloudFormationEndpoint = {
    origin: `http://127.0.0.1:${port}`,
    stacks: [],
    refusals: {},
    deletions: [],
    close,
  };

  function answer(form: URLSearchParams, region: string): string {
    const wanted = form.get('StackName');
    const found = endpoint.stacks.filter(
      (stack) => stack.region === region && (wanted === null || idOf(stack) === wanted),
    );
    if (form.get('Action') === 'DeleteStack') {
      endpoint.deletions.push(...found.map(({ name }) => name));

      return '<DeleteStackResponse><ResponseMetadata/></DeleteStackResponse>';
    }
    const members = found.map((stack) => memberXml(stack, endpoint.deletions.includes(stack.name)));

    return `<DescribeStacksResponse><DescribeStacksResult><Stacks>${members.join('')}</Stacks></DescribeStacksResult></DescribeStacksResponse>`;
  }

  return endpoint;
}

function idOf({ name, region }: EndpointStack): string {
  return `arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${name}/1`;
}

function memberXml(stack: EndpointStack, isDeleted: boolean): string {
  const tags = Object.entries(stack.tags).map(
    ([key, value]) => `<member><Key>${key}</Key><Value>${value}</Value></member>`,
  );
  const parts = {
    StackName: stack.name,
    StackId: idOf(stack),
    CreationTime: '2026-11-22T12:00:00Z',
    StackStatus: statusOf(stack, isDeleted),
    ...(isDeleted && stack.undeletable !== undefined && { StackStatusReason: stack.undeletable }),
    ...(stack.isNested === true && { ParentId: 'arn:aws:cloudformation:parent' }),
    Tags: tags.join(''),
  };
  const fields = Object.entries(parts).map(([key, value]) => `<${key}>${value}</${key}>`);

  return `<member>${fields.join('')}</member>`;
}

function statusOf({ undeletable }: EndpointStack, isDeleted: boolean): string {
  if (!isDeleted) return 'UPDATE_COMPLETE';

  return undeletable === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
}

function errorXml(code: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>refused by the test</Message></Error></ErrorResponse>`;
}
