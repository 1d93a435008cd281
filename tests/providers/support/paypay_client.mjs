// PayPay's official client, with the stamp of its signatures (nonce and second) in the hands of the test.
import https from 'node:https';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const inside = createRequire(load.resolve('@paypayopa/paypayopa-sdk-node'));
const stamp = { nonce: undefined };
const uuid = inside('uuid');
const { v4 } = uuid;
load.cache[inside.resolve('uuid')].exports = { ...uuid, v4: (...words) => stamp.nonce ?? v4(...words) };
const { Conf, PayPayRestSDK } = load('@paypayopa/paypayopa-sdk-node');

/** The client with these keys; with `tls` it talks to this machine as it would to PayPay. */
export function clientWith({ paypay_api_key, paypay_api_secret, paypay_merchant_id }, tls) {
  if (tls) https.globalAgent.options.ca = tls.certificate;
  const client = new PayPayRestSDK();
  client.configure({
    clientId: paypay_api_key, clientSecret: paypay_api_secret, merchantId: paypay_merchant_id,
    conf: new Conf({ hostName: 'localhost', portNumber: tls?.port ?? 1 }),
  });
  return client;
}

/** What the client would have written into the Authorization header of that request, at that second, with that nonce. */
export function authorizationOf(client, { method, path, body }, { nonce, epoch }) {
  const now = Date.now;
  Date.now = () => epoch * 1000;
  stamp.nonce = nonce;
  try {
    return client.createAuthHeader(method, path, body === '' ? undefined : JSON.parse(body));
  } finally {
    Date.now = now;
    stamp.nonce = undefined;
  }
}
