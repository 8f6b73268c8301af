//! Server functions, each defined in one row: pages call it as a function, and the API description lists it.

/// Defines server functions, each in the form
/// `"address" function(argument: Type) -> Answer = convert service.method;`
/// with documentation on the function and each argument. `service` is a function that returns the trait object, and
/// `convert` turns its answer into the one that is sent.
macro_rules! server_functions {
    ($(
        $(#[doc = $doc:literal])+
        $address:literal $name:ident($($(#[doc = $about:literal])+ $argument:ident: $kind:ty),* $(,)?)
            -> $answer:ty = $convert:ident $service:ident.$method:ident;
    )+) => {
        $(
            $(#[doc = $doc])+
            #[server(prefix = "/api/fn", endpoint = $address, input = json::Body, output = json::Body)]
            pub async fn $name($($(#[doc = $about])+ $argument: $kind),*) -> Result<$answer, ApiError> {
                $convert($service().$method($($argument),*).await)
            }
        )+

        /// Adds these functions to the API description.
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
