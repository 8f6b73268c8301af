//! A WebSocket with one listener; dropping it closes the connection.

use js_sys::Uint8Array;
use leptos::prelude::window;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

/// An event of a socket.
pub enum Incoming {
    /// It is open.
    Opened,
    /// A text message.
    Text(String),
    /// A binary message, in the browser's memory.
    Bytes(Uint8Array),
    /// It is closed, with this code.
    Closed(u16),
}

/// An open or opening socket.
pub struct Socket {
    inner: WebSocket,
    _opened: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    /// Opens a socket to a path of this server.
    pub fn open(path: &str, listener: impl Fn(Incoming) + 'static) -> Result<Self, JsValue> {
        let location = window().location();
        let scheme = if location.protocol()? == "https:" { "wss" } else { "ws" };
        let inner = WebSocket::new(&format!("{scheme}://{}{path}", location.host()?))?;
        inner.set_binary_type(BinaryType::Arraybuffer);
        let listener = Rc::new(listener);
        let opened = {
            let listener = Rc::clone(&listener);
            Closure::<dyn FnMut()>::new(move || listener(Incoming::Opened))
        };
        let message = {
            let listener = Rc::clone(&listener);
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match event.data().as_string() {
                Some(text) => listener(Incoming::Text(text)),
                None => listener(Incoming::Bytes(Uint8Array::new(&event.data()))),
            })
        };
        let closed = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| {
            listener(Incoming::Closed(event.code()));
        });
        inner.set_onopen(Some(opened.as_ref().unchecked_ref()));
        inner.set_onmessage(Some(message.as_ref().unchecked_ref()));
        inner.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Ok(Self { inner, _opened: opened, _message: message, _closed: closed })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.inner.set_onopen(None);
        self.inner.set_onmessage(None);
        self.inner.set_onclose(None);
        // Fails only for a code outside the allowed range.
        let _ = self.inner.close();
    }
}
