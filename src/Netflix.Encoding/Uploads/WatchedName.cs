using System.Globalization;
using System.Text.RegularExpressions;

namespace Netflix.Encoding.Uploads;

/// <summary>
/// Which video a watched file is, by its name: <c>{externalId or contentId}[.s01e02][.trailer].{extension}</c>, such as
/// <c>tt0111161.mkv</c>, <c>my-series.s02e10.mp4</c>, <c>tt0111161.trailer.mov</c>.
/// </summary>
internal sealed partial record WatchedName(string Title, int? Season, int? Episode, bool Trailer)
{
    internal static WatchedName? Parse(string file)
    {
        var match = Pattern().Match(file);
        if (!match.Success)
        {
            return null;
        }

        return new(match.Groups["title"].Value, Number("season"), Number("episode"), match.Groups["trailer"].Success);

        int? Number(string group) => match.Groups[group] is { Success: true } digits ? int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"^(?<title>.{1,200}?)(\.s(?<season>\d{1,4})e(?<episode>\d{1,5}))?(?<trailer>\.trailer)?\.[A-Za-z0-9]{1,8}$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
