using Netflix.Encoding.Ladder;
using Netflix.Encoding.Pipeline;

namespace Netflix.Encoding.Tests.Pipeline;

public class TaskSpaceTests
{
    private const long Mega = 1_000_000;
    private const int Subtitles = 10 << 20;

    private static readonly SourceFilm Film = new("mov", "h264", 0, 1920, 1080, new(25, 1), 7200 * 25, false, 5000 * Mega, [], [], []);

    /// <summary>Two hours with four dubs, in stereo and 5.1: each is there as a file and as segments while the rungs are packaged.</summary>
    [Test]
    public void Packaging_HasRoomForTheSoundOfAllLanguages()
    {
        var film = Film with { Audio = [.. Enumerable.Range(1, 4).Select(stream => new SourceAudio("flac", stream, "sv", 6))] };
        var plan = new EncodePlan(film, [], [], "fast", TrackPlans.Audio(film), []);
        var sound = plan.Audio.Sum(track => track.BitrateKbps * 125L * 7200);

        Assert.That(TaskSpace.Of(TaskKind.Package, 0, plan, film.Bytes, 3000 * Mega, Subtitles), Is.GreaterThan((3 * 3000 * Mega) + (2 * sound)));
    }

    [Test]
    public void Subtitles_HaveRoomForTheLargestFileOfEachTrack()
    {
        var plan = new EncodePlan(Film, [], [], "fast", [], [.. Enumerable.Range(1, 30).Select(stream => new TextTrackPlan($"s{stream}", new("subrip", stream, "sv")))]);

        Assert.That(TaskSpace.Of(TaskKind.Text, 0, plan, Film.Bytes, 0, Subtitles), Is.GreaterThan(Film.Bytes + (30L * Subtitles)));
    }

    /// <summary>A dub may come in a few kilobits, and becomes stereo and 5.1 of the usual rates.</summary>
    [Test]
    public void AddedDub_HasRoomForWhatItBecomes()
    {
        var plan = new EncodePlan(Film, [], [], "fast", [], []);

        Assert.That(TaskSpace.Of(TaskKind.AddTrack, 0, plan, 5 * Mega, 0, Subtitles), Is.GreaterThan(2 * 7200 * (128 + 384) * 125L));
    }
}
