//! What is asked, said once: for pages, which call it as a function, and for the description of the server's addresses.

/// Server functions with their answers, each in the form
/// `"address" function(argument: Type) -> Answer = how service.method;`
/// with words about the function and each argument. `service` is a function that gives what the server offers, and `how`
/// makes of its answer the one that is sent.
macro_rules! server_functions {
    ($(
        $(#[doc = $doc:literal])+
        $address:literal $name:ident($($(#[doc = $about:literal])+ $argument:ident: $kind:ty),* $(,)?)
            -> $answer:ty = $how:ident $service:ident.$method:ident;
    )+) => {
        $(
            $(#[doc = $doc])+
            #[server(prefix = "/api/fn", endpoint = $address, input = json::Body, output = json::Body)]
            pub async fn $name($($(#[doc = $about])+ $argument: $kind),*) -> Result<$answer, ApiError> {
                $how($service().$method($($argument),*).await)
            }
        )+

        /// Describes all of these.
        #[cfg(feature = "ssr")]
        pub fn describe(description: &mut $crate::api::Description) {
            $(
                let arguments = vec![$(description.argument::<$kind>(stringify!($argument), concat!($($about),+))),*];
                description.function::<$answer>($address, concat!($($doc),+), arguments);
            )+
        }
    };
}

pub(super) use server_functions;
