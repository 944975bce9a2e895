using FluentValidation;
using Microsoft.Extensions.Options;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;
using Netflix.Encoding.Protection;

namespace Netflix.Encoding;

/// <summary><c>Netflix:Encoding</c>.</summary>
internal sealed class EncodingOptions
{
    internal const string Section = "Netflix:Encoding";

    /// <summary>Where tasks keep local files; what a dead encoder left there is removed at start.</summary>
    public string WorkDirectory { get; set; } = Path.Combine(Path.GetTempPath(), "netflix-encoding");

    public string FfmpegPath { get; set; } = "ffmpeg";
    public string FfprobePath { get; set; } = "ffprobe";

    /// <summary>shaka-packager; empty: that of npm, in a <c>node_modules</c> above the content root.</summary>
    public string PackagerPath { get; set; } = "";

    /// <summary>x264's: slower ones make smaller files.</summary>
    public string Preset { get; set; } = "veryfast";

    /// <summary>Made for each title by probing it, or the same for all.</summary>
    public string Ladder { get; set; } = LadderOfTitle;

    /// <summary>Of rungs above 1080 lines.</summary>
    public string UhdCodec { get; set; } = "h264";

    /// <summary>Each H.264 rung also in this one: <c>none</c>, <c>hevc</c> or <c>av1</c>. Not every player has it, but who has needs a third less.</summary>
    public string BesideCodec { get; set; } = NoCodec;

    /// <summary>Tasks at once in this process: at least two, for no task keeps more than one processor busy all the time.</summary>
    public int Tasks { get; set; } = Math.Max(2, Environment.ProcessorCount / 2);

    /// <summary>How long a silent encoder keeps its task.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Also how soon at most a cancelled job's tools are stopped.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(3);

    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Failures of one task, after which its job fails.</summary>
    public int MaxFailures { get; set; } = 4;

    /// <summary>Films put into this folder are taken as uploads (README.md); empty: no folder is watched.</summary>
    public string WatchFolder { get; set; } = "";

    /// <summary>How long a file there must have stayed the same to be whole.</summary>
    public TimeSpan WatchQuiet { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Temporary files of all tasks of this encoder.</summary>
    public long MaxWorkBytes { get; set; } = 1L << 40;

    /// <summary>What stays free on the disk of temporary files; with less, tasks wait.</summary>
    public long MinFreeBytes { get; set; } = 512L << 20;

    public long MaxUploadBytes { get; set; } = 500L << 30;

    /// <summary>Of one file or track of subtitles.</summary>
    public int MaxSubtitleBytes { get; set; } = 10 << 20;

    /// <summary>Unfinished uploads, and sources of jobs that may be retried, are kept as long.</summary>
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a replaced asset stays for those who still watch it.</summary>
    public TimeSpan ReplacedAssetLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Of all sound, in LUFS: that of European television (EBU R128), which films of the web are close to.</summary>
    public double LoudnessTarget { get; set; } = -23;

    /// <summary>Longer sources are refused.</summary>
    public TimeSpan LongestFilm { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Lines or columns; larger pictures are refused.</summary>
    public int LargestSide { get; set; } = 8192;

    /// <summary>Files of more streams are refused.</summary>
    public int MostStreams { get; set; } = 100;

    /// <summary>
    /// What one ffmpeg may hold. A ladder from 2160 lines takes 1.9 GB at preset medium with 2 threads; slower presets look
    /// further ahead, and each thread adds frames. 0: no limit.
    /// </summary>
    public long ToolMemoryBytes { get; set; } = 8L << 30;

    /// <summary>The largest file that one ffmpeg may write. 0: no limit.</summary>
    public long ToolFileBytes { get; set; } = 200L << 30;

    /// <summary>Multiplies the time after which a tool is taken for hung: a minute for each second of film, and two minutes.</summary>
    public double ToolPatience { get; set; } = 1;

    /// <summary>How assets are packaged, unless an upload says otherwise.</summary>
    public ProtectionMode Protection { get; set; }

    /// <summary>Seals the content keys in the database: 32 random bytes in base64. Lost, no encrypted asset plays again.</summary>
    public string KeySecret { get; set; } = "";

    /// <summary>DRM systems whose boxes are written beside the common one: <c>Widevine</c>, <c>PlayReady</c>.</summary>
    public IList<string> ProtectionSystems { get; } = [];

    internal const string LadderOfTitle = "title";
    internal const string LadderOfAll = "fixed";
    internal const string NoCodec = "none";

    internal VideoCodec Uhd => Parse(UhdCodec) ?? VideoCodec.H264;

    internal VideoCodec? Beside => Parse(BesideCodec);

    /// <summary>Twice a task's share of the processors, for while others read, check or have ended: of x264 that costs no more CPU (media.md 2).</summary>
    public int ThreadsPerTask => Math.Clamp(Environment.ProcessorCount * 2 / Tasks, 1, Environment.ProcessorCount);

    private static VideoCodec? Parse(string codec) => Enum.TryParse<VideoCodec>(codec, ignoreCase: true, out var parsed) ? parsed : null;

    internal sealed class Validator : AbstractValidator<EncodingOptions>, IValidateOptions<EncodingOptions>
    {
        private const int SecretLength = 32;
        private static readonly string[] Systems = ["Widevine", "PlayReady"];
        private static readonly string[] Presets = ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

        public Validator()
        {
            RuleFor(options => options.WorkDirectory).NotEmpty();
            RuleFor(options => options.FfmpegPath).NotEmpty();
            RuleFor(options => options.FfprobePath).NotEmpty();
            RuleFor(options => options.Preset).Must(Presets.Contains).WithMessage($"Preset is one of {string.Join(", ", Presets)}.");
            RuleFor(options => options.Ladder).Must(ladder => ladder is LadderOfTitle or LadderOfAll).WithMessage($"Ladder is {LadderOfTitle} or {LadderOfAll}.");
            RuleFor(options => options.UhdCodec).Must(codec => codec is "h264" or "hevc" or "av1").WithMessage("UhdCodec is h264, hevc or av1.");
            RuleFor(options => options.BesideCodec).Must(codec => codec is NoCodec or "hevc" or "av1").WithMessage($"BesideCodec is {NoCodec}, hevc or av1.");
            RuleFor(options => options.Tasks).InclusiveBetween(1, 256);
            RuleFor(options => options.Heartbeat).GreaterThan(TimeSpan.Zero);
            RuleFor(options => options.Lease).GreaterThanOrEqualTo(options => options.Heartbeat * 2).WithMessage("A lease must outlive two heartbeats.");
            RuleFor(options => options.PollInterval).InclusiveBetween(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
            RuleFor(options => options.MaxFailures).InclusiveBetween(1, 100);
            RuleFor(options => options.WatchQuiet).InclusiveBetween(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
            RuleFor(options => options.LoudnessTarget).InclusiveBetween(-40, -10);
            RuleFor(options => options.LongestFilm).InclusiveBetween(TimeSpan.FromSeconds(1), TimeSpan.FromHours(100));
            RuleFor(options => options.LargestSide).InclusiveBetween(16, Ffmpeg.LargestSide);
            RuleFor(options => options.MostStreams).InclusiveBetween(1, 10_000);
            RuleFor(options => options.ToolMemoryBytes).Must(bytes => bytes is 0 or >= 256L << 20).WithMessage("ToolMemoryBytes is at least 256 MiB, or 0 for no limit.");
            RuleFor(options => options.ToolFileBytes).Must(bytes => bytes is 0 or >= 1L << 20).WithMessage("ToolFileBytes is at least 1 MiB, or 0 for no limit.");
            RuleFor(options => options.ToolPatience).InclusiveBetween(0.01, 1000);
            RuleFor(options => options.MaxWorkBytes).GreaterThan(0);
            RuleFor(options => options.MinFreeBytes).GreaterThanOrEqualTo(0);
            RuleFor(options => options.MaxUploadBytes).GreaterThan(0);
            RuleFor(options => options.MaxSubtitleBytes).InclusiveBetween(1, 100 << 20);
            RuleFor(options => options.UploadLifetime).GreaterThan(TimeSpan.Zero);
            RuleFor(options => options.ReplacedAssetLifetime).GreaterThanOrEqualTo(TimeSpan.Zero);
            RuleFor(options => options.KeySecret).Must(secret => Convert.TryFromBase64String(secret, new byte[secret.Length], out var length) && length == SecretLength)
                .When(options => options.Protection != ProtectionMode.None || options.KeySecret.Length > 0)
                .WithMessage("KeySecret must be base64 of 32 random bytes (openssl rand -base64 32), the same for web and encoders; or set Protection to none.");
            RuleForEach(options => options.ProtectionSystems).Must(Systems.Contains).WithMessage($"ProtectionSystems may hold {string.Join(" and ", Systems)}.");
        }

        ValidateOptionsResult IValidateOptions<EncodingOptions>.Validate(string? name, EncodingOptions options)
        {
            var result = Validate(options);
            return result.IsValid
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(result.Errors.Select(error => $"{Section}:{error.PropertyName}: {error.ErrorMessage}"));
        }
    }
}
