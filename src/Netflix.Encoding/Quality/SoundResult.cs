using Netflix.Encoding.Media;

namespace Netflix.Encoding.Quality;

/// <summary>What an encoded sound track tells the tasks after it: how loud it came, was made and what lies between.</summary>
/// <param name="Limited">Peaks were held down, for else the track would have stayed far below the target.</param>
/// <param name="Offset">Seconds that it is later than its source; null when that is too even to tell.</param>
/// <param name="Sha256">Of the file, as it was when it was checked.</param>
internal sealed record SoundResult(
    SoundMeasure Source, SoundMeasure Made, double GainDb, bool Limited, IReadOnlyList<Stretch> Silences, double? Offset, byte[] Sha256);
