// The listener node-mndp: prints `listening`, then one line for each router that it hears, as JSON, and ends after the first.
// Arguments: address and port to listen on.
'use strict';

const { NodeMndp } = require('node-mndp');

const [host, port] = process.argv.slice(2);
// It tells of every field that it does not know.
console.debug = () => {};
const listener = new NodeMndp({ host, port: Number(port) });
listener.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
listener.on('started', () => console.log('listening'));
listener.on('deviceFound', (device) => {
  console.log(JSON.stringify(device));
  listener.stop();
});
listener.start();
