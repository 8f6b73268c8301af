//! A viewer of a live stream, folding what it gets as the page does.

use super::client::Client;
use futures_util::{SinkExt, StreamExt};
use std::collections::{BTreeMap, VecDeque};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use wire::frame::FrameHeader;
use wire::live::{LiveEvent, LiveState};
use wire::run::RunId;

pub struct Viewer {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub state: Option<LiveState>,
    /// The last frame of each clone of each target.
    pub frames: BTreeMap<(u16, u16), FrameHeader>,
    /// Messages so far.
    pub messages: usize,
    /// Frames of the last message that were not returned yet.
    waiting: VecDeque<FrameHeader>,
}

/// What came next.
#[derive(Debug)]
pub enum Seen {
    Event(Box<LiveEvent>),
    Frame(FrameHeader),
    Closed(u16),
}

impl Viewer {
    pub async fn join(client: &Client, id: &RunId) -> Self {
        Self::join_from(client, id, &client.origin()).await.expect("let in")
    }

    /// With any `Origin`.
    pub async fn join_from(client: &Client, id: &RunId, origin: &str) -> Result<Self, Box<Error>> {
        Self::join_saying(client, id, Some(origin)).await
    }

    /// With any `Origin`, or none.
    pub async fn join_saying(client: &Client, id: &RunId, origin: Option<&str>) -> Result<Self, Box<Error>> {
        let mut request =
            format!("ws://{}/api/runs/{}/live", client.address, id.0).into_client_request().expect("a request");
        if let Some(origin) = origin {
            request.headers_mut().insert("Origin", origin.parse().expect("a header"));
        }
        request.headers_mut().insert("Cookie", client.cookie.parse().expect("a header"));
        let (socket, _) = connect_async(request).await?;
        Ok(Self { socket, state: None, frames: BTreeMap::new(), messages: 0, waiting: VecDeque::new() })
    }

    /// The next event, frame or end.
    pub async fn next(&mut self) -> Seen {
        loop {
            if let Some(header) = self.waiting.pop_front() {
                return Seen::Frame(header);
            }
            match self.socket.next().await.expect("the server says why before it leaves").expect("a message") {
                Message::Text(text) => return self.event(&text),
                Message::Binary(bytes) => self.frames(&bytes),
                Message::Close(frame) => return Seen::Closed(frame.expect("a reason").code.into()),
                _ => {}
            }
        }
    }

    fn event(&mut self, text: &str) -> Seen {
        self.messages += 1;
        let event: LiveEvent = serde_json::from_str(text).expect("an event");
        match (&mut self.state, event.clone()) {
            (None, LiveEvent::Everything { state }) => self.state = Some(*state),
            (None, other) => panic!("{other:?} before everything"),
            (Some(state), other) => state.apply(other),
        }
        Seen::Event(Box::new(event))
    }

    fn frames(&mut self, mut bytes: &[u8]) {
        self.messages += 1;
        assert!(self.state.is_some(), "a frame before everything");
        while !bytes.is_empty() {
            let (header, picture, rest) = FrameHeader::decode(bytes).expect("a frame");
            assert!(picture.starts_with(&[0xff, 0xd8]), "a JPEG");
            if let Some(before) = self.frames.insert((header.target, header.slot), header) {
                assert!(header.sequence > before.sequence, "sequence numbers grow");
            }
            self.waiting.push_back(header);
            bytes = rest;
        }
    }

    /// Until a frame of some target and at least some iteration came.
    pub async fn until_step(&mut self, iteration: u32) -> FrameHeader {
        loop {
            match self.next().await {
                Seen::Frame(header) if header.iteration >= iteration => return header,
                Seen::Closed(code) => panic!("closed with {code} before step {iteration}: {:?}", self.state),
                _ => {}
            }
        }
    }

    /// Until the server closes; gives the code.
    pub async fn until_closed(&mut self) -> u16 {
        loop {
            if let Seen::Closed(code) = self.next().await {
                return code;
            }
        }
    }

    pub async fn say(&mut self, message: &str) {
        self.socket.send(Message::text(message)).await.expect("sent");
    }

    pub fn state(&self) -> &LiveState {
        self.state.as_ref().expect("everything has come")
    }
}
