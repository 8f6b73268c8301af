//! As much of an HTTP client as the tests need; it sends any `Host` and `Origin`, and paths as they are written.

use serde::de::DeserializeOwned;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wire::run::RunId;

#[derive(Clone, Copy, Debug)]
pub struct Client {
    pub address: SocketAddr,
    /// What lets in; nobody without.
    pub cookie: &'static str,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// As it came.
    pub fn read(answer: &[u8]) -> Self {
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(answer[..end].to_vec()).expect("text");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Self { status, head, body: answer[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }
}

impl Client {
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// HTTP/1.0, so that the answer ends with the connection.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send(method, path, headers, body.as_bytes()).await
    }

    /// The same, with any bytes for a body.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_send(method, path, headers, body).await.expect("answered")
    }

    /// The same, of a server that may end meanwhile. An answer that is shorter than it says is none.
    pub async fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(self.head(method, path, headers, body.len()).as_bytes()).await?;
        stream.write_all(body).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        if !answer.windows(4).any(|four| four == b"\r\n\r\n") {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let answer = Answer::read(&answer);
        let length: Option<usize> = answer.header("content-length").and_then(|length| length.parse().ok());
        match length {
            Some(length) if length > answer.body.len() => Err(std::io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(answer),
        }
    }

    /// What a request begins with.
    pub fn head(&self, method: &str, path: &str, headers: &[(&str, &str)], length: usize) -> String {
        let mut request = format!("{method} {path} HTTP/1.0\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request += &format!("Host: {}\r\n", self.address);
        }
        if !self.cookie.is_empty() && !headers.iter().any(|(name, _)| *name == "Cookie") {
            request += &format!("Cookie: {}\r\n", self.cookie);
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        if !headers.iter().any(|(name, _)| *name == "Content-Length") {
            request += &format!("Content-Length: {length}\r\n");
        }
        request + "\r\n"
    }

    /// A client signed in by an answer that sets a cookie.
    pub fn let_in_by(self, answer: &Answer) -> Self {
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie");
        // Clients are copied, and there are few.
        Self { cookie: cookie.to_owned().leak(), ..self }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "").await
    }

    /// Calls a server function as a page does.
    pub async fn call(&self, function: &str, arguments: &Value) -> Answer {
        let origin = self.origin();
        let headers = [("Content-Type", "application/json"), ("Accept", "application/json"), ("Origin", &origin)];
        self.ask("POST", &format!("/api/fn/{function}"), &headers, &arguments.to_string()).await
    }

    pub async fn start(&self, config: &wire::experiment::ExperimentConfig) -> RunId {
        let answer = self.call("start", &serde_json::json!({ "config": config })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub async fn cancel(&self, id: &RunId) -> Answer {
        self.call("cancel", &serde_json::json!({ "id": id })).await
    }

    pub async fn resume(&self, id: &RunId) -> Answer {
        self.call("resume", &serde_json::json!({ "id": id })).await
    }
}
