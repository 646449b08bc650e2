// The client node-routeros against a router: prints one line for each thing that it exercised.
// Arguments: host, port, TLS port, user, password, number of hotspot users on the router, its version.
//
// It knows no `!empty` (RouterOS 7.18 and later), so replies without a row are asked only of older ones.
'use strict';

const assert = require('node:assert');
const { RouterOSAPI } = require('node-routeros');

const [host, port, tlsPort, user, password, count, version] = process.argv.slice(2);

const client = (more = {}) =>
  new RouterOSAPI({ host, port: Number(port), user, password, timeout: 15, ...more });

const done = (what) => console.log(what);

async function refused(promise, words) {
  await assert.rejects(promise, (error) => {
    const said = String(error.message || error);
    assert.ok(said.includes(words), said);
    return true;
  });
}

async function logins() {
  // It has words of its own for a refused login.
  await assert.rejects(client({ password: 'wrong' }).connect(), { errno: 'CANTLOGIN' });
  done('login refused');
  const secure = client({ port: Number(tlsPort), tls: { rejectUnauthorized: false } });
  await secure.connect();
  assert.equal((await secure.write('/system/identity/print'))[0].name, 'MikroTik');
  await secure.close();
  done('login over TLS');
  const api = client();
  await api.connect();
  done('login');
  return api;
}

async function rows(api) {
  const ids = [];
  for (const n of [0, 1, 2]) {
    const words = [`=name=stranger${n}`, `=ranges=10.9.${n}.2-10.9.${n}.9`];
    ids.push((await api.write('/ip/pool/add', words))[0].ret);
  }
  assert.ok(ids.every((id) => id.startsWith('*')) && new Set(ids).size === 3, String(ids));
  done('add');
  const found = await api.write('/ip/pool/print', ['=.proplist=name,ranges', '?name=stranger1']);
  assert.deepEqual(found, [{ name: 'stranger1', ranges: '10.9.1.2-10.9.1.9' }]);
  done('print with query and proplist');
  const either = await api.write('/ip/pool/print', ['?name=stranger0', '?name=stranger2', '?#|']);
  assert.deepEqual(either.map((row) => row.name), ['stranger0', 'stranger2']);
  done('queries with operators');
  if (Number(version.split('.')[1]) < 18) {
    assert.deepEqual(await api.write('/ip/pool/print', ['?name=nobody']), []);
    done('an empty reply');
  }
  await api.write('/ip/pool/set', [`=.id=${ids[1]}`, '=comment=maji "$[;]" = =']);
  const read = await api.write('/ip/pool/print', ['?name=stranger1']);
  assert.equal(read[0].comment, 'maji "$[;]" = =');
  done('set and read back');
  await api.write('/ip/pool/remove', [`=.id=${ids.join(',')}`]);
  const left = await api.write('/ip/pool/print');
  assert.ok(!left.some((row) => row.name.startsWith('stranger')));
  done('remove, several at once');
}

async function traps(api) {
  await refused(api.write('/ip/pool/remove', ['=.id=*FFFF']), 'no such item');
  await refused(api.write('/ip/pool/add', ['=name=x']), 'missing =ranges=');
  await refused(api.write('/ip/nothing/print'), 'no such command prefix');
  assert.equal((await api.write('/system/identity/print'))[0].name, 'MikroTik');
  done('traps');
}

async function together(api) {
  const asked = ['/system/identity/print', '/ip/pool/print', '/ip/address/print'];
  const answers = await Promise.all(asked.map((path) => api.write(path)));
  assert.ok(answers[0][0].name === 'MikroTik' && answers[1][0].ranges && answers[2][0].address);
  done('tags: three commands under way at once');
}

function listen(api) {
  return new Promise((resolve, reject) => {
    let id;
    const stream = api.stream('/ip/pool/listen', (error, record) => {
      if (error) return reject(error);
      if (record.name === 'heard') {
        id = record['.id'];
        api.write('/ip/pool/remove', [`=.id=${id}`]).catch(reject);
      } else if (record['.dead']) {
        assert.equal(record['.id'], id);
        stream.close().then(() => {
          done('listen: a change, a death, cancel');
          resolve();
        }, reject);
      }
    });
    api.write('/ip/pool/add', ['=name=heard', '=ranges=10.8.0.2-10.8.0.9']).catch(reject);
  });
}

async function large(api) {
  const users = await api.write('/ip/hotspot/user/print');
  assert.equal(users.length, Number(count) + 1);
  done(`a reply of ${users.length} rows`);
}

(async () => {
  const api = await logins();
  await rows(api);
  await traps(api);
  await together(api);
  await listen(api);
  await large(api);
  await api.close();
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
