//! The upload of one file, with progress, until it is stored, refused or cancelled.

use js_sys::Promise;
use view_model::faces::upload::UploadTarget;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// A request that is not sent yet.
pub struct PreparedUpload {
    request: XmlHttpRequest,
    ended: Promise,
    _progress: Closure<dyn FnMut(ProgressEvent)>,
}

impl PreparedUpload {
    /// Prepares the request; `progress` gets the number of bytes sent.
    pub fn new(target: &UploadTarget, progress: impl Fn(u64) + 'static) -> Result<Self, JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open(target.method, &target.address)?;
        let progress =
            Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| progress(event.loaded() as u64));
        request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        Ok(Self { request, ended, _progress: progress })
    }

    /// The underlying request, to cancel it.
    pub fn request(&self) -> XmlHttpRequest {
        self.request.clone()
    }

    /// Sends the file, and returns the answer's text.
    ///
    /// # Errors
    /// If the upload fails or is refused, with the reason in words.
    pub async fn send(self, file: &File) -> Result<String, String> {
        let broken = |_| "the connection broke off; send it again".to_owned();
        self.request.send_with_opt_blob(Some(file)).map_err(broken)?;
        JsFuture::from(self.ended).await.map_err(broken)?;
        let text = self.request.response_text().ok().flatten().unwrap_or_default();
        match self.request.status() {
            Ok(200) => Ok(text),
            Ok(0) | Err(_) => Err(broken(JsValue::NULL)),
            Ok(_) => Err(text),
        }
    }
}
