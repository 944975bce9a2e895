using Microsoft.AspNetCore.Http;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Playback;

/// <summary>Whether a viewer may play a video now: asked at the start and for every licence.</summary>
internal static class Entitlement
{
    /// <param name="video">Null when there is none.</param>
    /// <returns>Null when he may.</returns>
    internal static IResult? Refusal(Viewer viewer, CatalogVideo? video) => video switch
    {
        null or { Access: Access.Unknown } => TypedResults.Problem("There is no such video.", statusCode: StatusCodes.Status404NotFound),
        _ when viewer.Subscription != SubscriptionStatus.Active && !video.IsTrailer =>
            Problems.Refused("subscriptionInactive", "The subscription is not active: renew it in the account to go on watching."),
        _ when viewer.OnBlockedNetwork => Problems.Refused("region", "This network hides which country you are in: turn the VPN or proxy off, then play again."),
        { Access: Access.Region } => Problems.Refused("region", "This title is not available in your country now."),
        { Access: Access.Maturity } => Problems.Refused("maturity", "This profile may not watch this title."),
        _ => null,
    };
}
