using System.Text.Json;
using Netflix.Encoding.Ladder;
using Netflix.ServiceDefaults;

namespace Netflix.Encoding.Media;

/// <summary>Sound, subtitles and chapters of a source, by ffprobe's JSON.</summary>
internal static class SourceTracks
{
    private const int LongestTitle = 100;
    private const int MostChapters = 500;

    /// <summary>The default track first.</summary>
    internal static IReadOnlyList<SourceAudio> Audio(IEnumerable<JsonElement> streams) =>
    [
        .. streams
            .Where(stream => stream.Text("codec_type") == "audio" && stream.Text("codec_name") is not (null or "none" or "unknown") && stream.Number("channels") > 0 && stream.Number("sample_rate") > 0)
            .OrderByDescending(stream => stream.Is("default"))
            .Select(stream => new SourceAudio(
                stream.Text("codec_name")!, stream.Index(), Languages.Tag(stream.Tag("language")), (int)stream.Number("channels")!, Title(stream), AudioKind(stream))),
    ];

    /// <summary>Those of pictures too: what cannot become text is told when it is tried.</summary>
    internal static IReadOnlyList<SourceText> Text(IEnumerable<JsonElement> streams) =>
    [
        .. streams
            .Where(stream => stream.Text("codec_type") == "subtitle" && stream.Text("codec_name") is not (null or "none" or "unknown"))
            .Select(stream => new SourceText(stream.Text("codec_name")!, stream.Index(), Languages.Tag(stream.Tag("language")), Title(stream), TextKind(stream))),
    ];

    /// <param name="start">The file's first time, which is the film's zero.</param>
    internal static IReadOnlyList<SourceChapter> Chapters(IEnumerable<JsonElement> chapters, double start, double duration) =>
    [
        .. chapters
            .Select(chapter => new SourceChapter(
                Math.Max(0, (chapter.Number("start_time") ?? 0) - start), Math.Min(duration, (chapter.Number("end_time") ?? 0) - start), Title(chapter)))
            .Where(chapter => chapter.End > chapter.Start)
            .OrderBy(chapter => chapter.Start)
            .Take(MostChapters),
    ];

    private static string AudioKind(JsonElement stream) =>
        stream.Is("comment") || Says(stream, "commentary", "kommentar", "commentaire", "comentario") ? "commentary"
        : stream.Is("visual_impaired") || stream.Is("descriptions") || Says(stream, "audio description", "descriptive", "described", "syntolk", "audiodescri") ? "description"
        : "main";

    private static string TextKind(JsonElement stream) =>
        stream.Is("forced") || Says(stream, "forced") ? "forced"
        : stream.Is("hearing_impaired") || stream.Is("captions") || Says(stream, "sdh", "hearing", "closed caption", "[cc]", "(cc)") ? "captions"
        : "subtitles";

    private static bool Says(JsonElement stream, params string[] words) =>
        Title(stream) is { } title && words.Any(word => title.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>As the file has it, where it can be shown.</summary>
    private static string? Title(JsonElement element)
    {
        var title = (element.Tag("title") ?? element.Tag("name"))?.Trim();
        return title is not { Length: > 0 } || !Validation.IsPlain(title) ? null
            : title.Length <= LongestTitle ? title
            : title[..(LongestTitle - (char.IsHighSurrogate(title[LongestTitle - 1]) ? 1 : 0))];
    }
}
