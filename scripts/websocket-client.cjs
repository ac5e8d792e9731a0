// In place of ws in the functions: without its server and its streams, which no probe uses.
exports.WebSocket = require('../node_modules/ws/lib/websocket.js');
