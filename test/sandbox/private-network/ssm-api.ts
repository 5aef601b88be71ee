import { z } from 'zod';
import { DEMO_PLACE } from '../account.ts';
import { fail, type Answer, type Call } from '../query-protocol.ts';
import { TASK_TARGETS } from './ecs-api.ts';
import { NODES } from './nodes.ts';
import type { Sessions } from './sessions.ts';

const DOCUMENT = 'AWS-StartPortForwardingSessionToRemoteHost';

const start = z.looseObject({
  Target: z.string(),
  DocumentName: z.string(),
  Parameters: z.looseObject({
    host: z.tuple([z.string().min(1)]),
    portNumber: z.tuple([z.string().regex(/^\d{1,5}$/)]),
  }),
});
const named = z.looseObject({ SessionId: z.string() });

/** Answers Session Manager's calls. @param url where data channels are opened, without the session's id */
export function ssm(call: Call, sessions: Sessions, url: string): Answer {
  switch (call.action) {
    case 'DescribeInstanceInformation':
      return { ok: true, result: { InstanceInformationList: isHere(call) ? NODES.map(informationOf) : [] } };
    case 'StartSession':
      return startSession(call, sessions, url);
    case 'ResumeSession': {
      const asked = named.safeParse(call.json);
      const id = asked.data?.SessionId ?? '';
      const token = sessions.tokenFor(id);
      if (token === null) return fail('DoesNotExistException', 'The session does not exist.');
      return { ok: true, result: { SessionId: id, TokenValue: token, StreamUrl: channelUrl(url, id) } };
    }
    case 'TerminateSession': {
      const id = named.safeParse(call.json).data?.SessionId ?? '';
      sessions.end(id);
      return { ok: true, result: { SessionId: id } };
    }
    default:
      return fail('InvalidAction', `The sandbox has no ssm:${call.action}.`);
  }
}

function startSession(call: Call, sessions: Sessions, url: string): Answer {
  const asked = start.safeParse(call.json);
  if (!asked.success) return fail('ValidationException', 'The request is not valid.');
  const { Target, DocumentName, Parameters } = asked.data;
  if (DocumentName !== DOCUMENT) return fail('InvalidDocument', 'The document does not exist.');
  const isNode = NODES.some(({ id, isOnline }) => id === Target && isOnline);
  if (!isHere(call) || !(isNode || TASK_TARGETS.includes(Target)))
    return fail('TargetNotConnected', `${Target} is not connected.`);
  const [host] = Parameters.host;
  const [port] = Parameters.portNumber;
  const id = sessions.start(call.identity, { host, port: Number(port) });
  const token = sessions.tokenFor(id) ?? '';
  return { ok: true, result: { SessionId: id, TokenValue: token, StreamUrl: channelUrl(url, id) } };
}

function isHere({ identity, region }: Call): boolean {
  return identity.account === DEMO_PLACE.account && region === DEMO_PLACE.region;
}

function channelUrl(url: string, id: string): string {
  return `${url.replace(/^http/, 'ws')}/v1/data-channel/${id}?role=publish_subscribe`;
}

function informationOf({ id, address, isOnline }: (typeof NODES)[number]) {
  return {
    InstanceId: id,
    PingStatus: isOnline ? 'Online' : 'ConnectionLost',
    AgentVersion: '3.3.987.0',
    PlatformType: 'Linux',
    ResourceType: 'EC2Instance',
    IPAddress: address,
    ComputerName: `ip-${address.replaceAll('.', '-')}.ec2.internal`,
  };
}
