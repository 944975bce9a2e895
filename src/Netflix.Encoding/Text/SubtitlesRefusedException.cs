namespace Netflix.Encoding.Text;

/// <summary>The file cannot be read as subtitles. The message is a sentence for the studio.</summary>
internal sealed class SubtitlesRefusedException(string message) : Exception(message);
