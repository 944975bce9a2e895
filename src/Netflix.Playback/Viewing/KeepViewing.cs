using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Netflix.Contracts;
using Netflix.ServiceDefaults;

namespace Netflix.Playback.Viewing;

/// <summary>A profile's choices in the player: kept here, so that every device has them.</summary>
internal static class KeepViewing
{
    internal sealed class LooksValidator : AbstractValidator<PlayerLooks>
    {
        private static readonly string[] Kinds = ["intro", "recap", "credits", "preview"];
        private static readonly string[] Policies = ["auto", "ask", "ignore"];

        public LooksValidator()
        {
            RuleFor(looks => looks.Skip).Must(skip => skip is null || skip.All(one => Kinds.Contains(one.Key) && Policies.Contains(one.Value)))
                .WithMessage($"For each of {string.Join(", ", Kinds)} say one of {string.Join(", ", Policies)}.");
            RuleFor(looks => looks.Subtitles).Must(looks => looks is null || (
                    IsOneOf(looks.Size, "small", "normal", "large", "huge") && IsOneOf(looks.Colour, "white", "yellow", "cyan", "green")
                    && IsOneOf(looks.Background, "none", "half", "solid") && IsOneOf(looks.Edge, "none", "shadow", "outline")))
                .WithMessage("Size is small, normal, large or huge; colour white, yellow, cyan or green; background none, half or solid; edge none, shadow or outline.");
        }

        private static bool IsOneOf(string? text, params string[] known) => text is null || known.Contains(text);
    }

    internal sealed class TracksValidator : AbstractValidator<ChosenTracks>
    {
        private const int LongestId = 200;
        private const int LongestLanguage = 35;

        public TracksValidator()
        {
            RuleFor(tracks => tracks.Audio).Must(IsTrack).WithMessage(Sentence);
            RuleFor(tracks => tracks.Text).Must(IsTrack).WithMessage(Sentence);
            RuleFor(tracks => tracks.SecondText).Must(IsTrack).WithMessage(Sentence);
        }

        private static readonly string Sentence = $"A track has an id of at most {LongestId} letters and a language.";

        private static bool IsTrack(ChosenTrack? track) => track is null || (IsText(track.Id, LongestId) && IsText(track.Language, LongestLanguage));

        private static bool IsText(string? text, int most) => text is { Length: > 0 } && text.Length <= most && Validation.IsPlain(text);
    }

    internal static void Map(IEndpointRouteBuilder profile)
    {
        profile.MapGet("/viewing", Get);
        profile.MapPut("/viewing/settings", PutSettings).Validate<PlayerLooks>();
        profile.MapPut("/viewing/tracks/{contentId:guid}", PutTracks).Validate<ChosenTracks>().ProducesProblem(404);
    }

    internal static async Task<Ok<Viewing>> Get(Guid? contentId, HttpContext http, PlaybackDbContext db, CancellationToken cancel) =>
        TypedResults.Ok(await db.ViewingOfAsync(http.Viewer().ProfileId, contentId, cancel));

    internal static async Task<NoContent> PutSettings(PlayerLooks looks, HttpContext http, PlaybackDbContext db, TimeProvider clock, CancellationToken cancel)
    {
        var (profileId, json, now) = (http.Viewer().ProfileId, JsonSerializer.Serialize(looks, JsonSerializerOptions.Web), clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync($"""
            insert into playback.viewing_settings (profile_id, settings, changed_at) values ({profileId}, {json}::jsonb, {now})
            on conflict (profile_id) do update set settings = excluded.settings, changed_at = excluded.changed_at
            """, cancel);
        return TypedResults.NoContent();
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> PutTracks(
        Guid contentId, ChosenTracks tracks, HttpContext http, PlaybackDbContext db, ICatalog catalog, TimeProvider clock, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (!(await catalog.GetVisibleAsync([contentId], viewer, cancel)).Contains(contentId))
        {
            return TypedResults.Problem("There is no such title.", statusCode: StatusCodes.Status404NotFound);
        }

        var (json, now) = (JsonSerializer.Serialize(tracks, JsonSerializerOptions.Web), clock.GetUtcNow());
        await db.Database.ExecuteSqlAsync($"""
            insert into playback.track_choices (profile_id, content_id, choice, changed_at) values ({viewer.ProfileId}, {contentId}, {json}::jsonb, {now})
            on conflict (profile_id, content_id) do update set choice = excluded.choice, changed_at = excluded.changed_at
            """, cancel);
        return TypedResults.NoContent();
    }

    internal static async Task<Viewing> ViewingOfAsync(this PlaybackDbContext db, Guid profileId, Guid? contentId, CancellationToken cancel)
    {
        var settings = await db.ViewingSettings.AsNoTracking().FirstOrDefaultAsync(one => one.ProfileId == profileId, cancel);
        // The newest of all, and the title's own: one row or two.
        var chosen = await db.TrackChoices.FromSql($"""
            (select * from playback.track_choices where profile_id = {profileId} order by changed_at desc limit 1)
            union select * from playback.track_choices where profile_id = {profileId} and content_id = {contentId}
            """).AsNoTracking().ToListAsync(cancel);
        return new(settings?.Settings, chosen.Find(one => one.ContentId == contentId)?.Choice, chosen.MaxBy(one => one.ChangedAt)?.Choice);
    }
}
