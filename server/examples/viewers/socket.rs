//! As much of a WebSocket client as a viewer needs. A general one copies each message and clears its buffer for each
//! read, and a thousand of them would keep the server waiting for the processor.

use anyhow::{Result, ensure};
use std::cell::RefCell;
use std::io::ErrorKind;
use std::net::SocketAddr;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use wire::run::RunId;

/// Kinds of message.
pub const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;

/// An answer without content; clients mask what they send, here with zeros.
const PONG: [u8; 6] = [0x8a, 0x80, 0, 0, 0, 0];
const GOODBYE: [u8; 6] = [0x88, 0x80, 0, 0, 0, 0];

thread_local! {
    /// What was read last, by any viewer of the thread.
    static READ: RefCell<Vec<u8>> = RefCell::new(vec![0; 256 * 1024]);
}

/// A viewer's connection.
pub struct Socket {
    stream: TcpStream,
    /// The beginning of a message whose end has not come.
    begun: Vec<u8>,
}

impl Socket {
    /// Knocks.
    pub async fn connect(address: SocketAddr, cookie: &str, id: &RunId) -> Result<Self> {
        let mut stream = TcpStream::connect(address).await?;
        let request = format!(
            "GET /api/runs/{}/live HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {cookie}\r\n\
             Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            id.0
        );
        stream.write_all(request.as_bytes()).await?;
        let (mut socket, mut head) = (Self { stream, begun: Vec::new() }, Vec::new());
        let end = loop {
            ensure!(socket.read(|bytes| head.extend_from_slice(bytes)).await?, "the server closed the door");
            if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        ensure!(head.starts_with(b"HTTP/1.1 101 "), "not let in: {}", String::from_utf8_lossy(&head));
        socket.begun = head.split_off(end);
        Ok(socket)
    }

    /// Waits for more, and hands over the kind and the content of each message that is whole; whether more will come.
    pub async fn receive(&mut self, mut take: impl FnMut(u8, &[u8])) -> Result<bool> {
        let mut begun = std::mem::take(&mut self.begun);
        // A ping may come with other messages behind it, and must be answered all the same.
        let (mut is_pinged, mut is_closed) = (false, false);
        let mut hand_over = |kind, content: &[u8]| {
            is_pinged |= kind == PING;
            is_closed |= kind == CLOSE;
            take(kind, content);
        };
        // What came with the answer to the knock may be whole.
        let whole = messages(&begun, &mut hand_over);
        begun.drain(..whole);
        let goes_on = whole > 0
            || self
                .read(|bytes| {
                    if begun.is_empty() {
                        let whole = messages(bytes, &mut hand_over);
                        begun.extend_from_slice(&bytes[whole..]);
                    } else {
                        begun.extend_from_slice(bytes);
                        let whole = messages(&begun, &mut hand_over);
                        begun.drain(..whole);
                    }
                })
                .await?;
        self.begun = begun;
        if is_pinged && !is_closed {
            self.stream.write_all(&PONG).await?;
        }
        if is_closed {
            self.stream.write_all(&GOODBYE).await?;
        }
        Ok(goes_on && !is_closed)
    }

    /// Waits for bytes; false at the end.
    async fn read(&self, take: impl FnOnce(&[u8])) -> Result<bool> {
        loop {
            self.stream.readable().await?;
            let read = READ.with_borrow_mut(|buffer| self.stream.try_read(buffer));
            match read {
                Ok(0) => return Ok(false),
                Ok(length) => {
                    READ.with_borrow(|buffer| take(&buffer[..length]));
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Hands over the messages that are whole; gives their bytes together.
fn messages(bytes: &[u8], take: &mut impl FnMut(u8, &[u8])) -> usize {
    let mut at = 0;
    while let Some((head, content)) = lengths(&bytes[at..]) {
        let Some(content) = bytes.get(at + head..at + head + content) else { break };
        take(bytes[at] & 0x0f, content);
        at += head + content.len();
    }
    at
}

/// Bytes of the head of a message and of its content.
fn lengths(bytes: &[u8]) -> Option<(usize, usize)> {
    match *bytes {
        [_, 126, high, low, ..] => Some((4, usize::from(u16::from_be_bytes([high, low])))),
        [_, 127, _, _, _, _, a, b, c, d, ..] => Some((10, u32::from_be_bytes([a, b, c, d]) as usize)),
        [_, length @ 0..126, ..] => Some((2, usize::from(length))),
        _ => None,
    }
}
