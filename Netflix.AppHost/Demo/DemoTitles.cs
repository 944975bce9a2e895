namespace Netflix.AppHost.Demo;

/// <summary>A film or an episode of the demo library: a file of the clone, or a picture and a tune for ffmpeg's generators.</summary>
/// <param name="Name">An episode's title; its title's own for a film.</param>
internal sealed record DemoVideo(string Name, string? File = null, string Picture = "", string Tune = "", int Seconds = 0);

/// <summary>One title of the demo library, with one video, or with a season of several.</summary>
/// <param name="Id">Under which the catalogue knows it.</param>
internal sealed record DemoTitle(
    string Id, string Title, string Type, int Year, string Rating, string Description, string[] Genres, string[] Cast, string Director, params DemoVideo[] Videos)
{
    internal bool IsSeries => Type is "series";
}

/// <summary>
/// What a new installation shows: the freely licensed film, and pictures that ffmpeg computes. The cheapest comes first,
/// so that something plays within seconds.
/// </summary>
internal static class DemoTitles
{
    private const string Generated = " Computed by ffmpeg for this demo library; no camera was involved.";

    internal static IEnumerable<DemoTitle> All(string bunny) =>
    [
        new("demo:gradient-tides", "Gradient Tides", "movie", 2024, "G",
            "Four colours drift across each other like water over sand, to a slow arpeggio." + Generated,
            ["Ambient", "Generated"], ["The Colour Coral", "The Colour Sea"], "A. Gradient",
            Film("gradients=size=1280x720:rate=24:c0=0x0b1d51:c1=0xff6b6b:c2=0xffd166:c3=0x118ab2:nb_colors=4:x0=0:y0=0:x1=1280:y1=720:speed=0.012", Tune(220, 3), 12)),
        new("demo:big-buck-bunny", "Big Buck Bunny", "movie", 2008, "G",
            "A giant rabbit with a heart bigger than himself wakes to a fine morning. The first half minute of the Blender Foundation's open film. " +
            "(c) 2008 Blender Foundation, CC BY 3.0, www.bigbuckbunny.org.",
            ["Animation", "Comedy", "Family"], ["Big Buck Bunny", "Frank", "Rinky", "Gimera"], "Sacha Goedegebure",
            new DemoVideo("Big Buck Bunny", bunny)),
        new("demo:automata", "Automata", "series", 2025, "TV-G",
            "Simple rules, endless consequences: three short portraits of machines that draw." + Generated,
            ["Documentary", "Science", "Generated"], ["The Glider", "Rule 110", "The Carpet"], "J. Conway Template",
            new DemoVideo("The Game of Life", Picture: "life=size=320x180:rate=24:mold=12:ratio=0.12:death_color=0x1d3557:life_color=0xf1faee:mold_color=0x457b9d:random_seed=7," +
                "scale=1280:720:flags=neighbor,gblur=sigma=1.2", Tune: Tune(262, 4), Seconds: 12),
            new DemoVideo("Rule 110", Picture: "cellauto=size=320x180:rate=24:rule=110:random_seed=5:scroll=1,scale=1280:720:flags=neighbor," +
                "format=rgb24,lutrgb=r=val*0.9:g=val*0.6+20:b=60+val*0.2", Tune: Tune(294, 5), Seconds: 12),
            new DemoVideo("The Carpet", Picture: "sierpinski=size=1280x720:rate=24:type=carpet:jump=60:seed=3,gblur=sigma=0.8," +
                "format=rgb24,lutrgb=r=40+val*0.8:g=20+val*0.5:b=70+val*0.3", Tune: Tune(247, 3), Seconds: 12)),
        new("demo:aurora", "Aurora", "documentary", 2023, "G",
            "A northern night in green and violet, with the grain of old film." + Generated,
            ["Ambient", "Nature", "Generated"], ["The Solar Wind"], "B. Orealis",
            Film("gradients=size=640x360:rate=24:c0=0x020617:c1=0x064e3b:c2=0x34d399:c3=0x7c3aed:nb_colors=4:seed=9:speed=0.02," +
                "scale=1280:720,noise=alls=8:allf=t,gblur=sigma=2,vignette", Tune(165, 2), 15)),
        new("demo:plasma", "Plasma", "movie", 1992, "PG",
            "The effect that every demo of its time had: sines on sines, in all the colours there are." + Generated,
            ["Animation", "Retro", "Generated"], ["Sine", "Cosine"], "C. Arctan",
            Film("nullsrc=size=320x180:rate=24,geq=r='128+127*sin(X/31+T*1.3)*sin(Y/23+T)':g='96+90*sin((X+Y)/47+T*0.7+sin(Y/29+T))'" +
                ":b='140+110*sin(hypot(X-160,Y-90)/19-T*2)',scale=1280:720:flags=bicubic", Tune(330, 6), 15)),
        new("demo:seahorse-valley", "Seahorse Valley", "movie", 2026, "PG-13",
            "A dive into the Mandelbrot set, past the bulbs and down among the seahorses, where nothing ever quite repeats." + Generated,
            ["Adventure", "Science", "Generated"], ["The Cardioid", "The Bulb"], "D. Zoom",
            Film("mandelbrot=size=1280x720:rate=24:maxiter=700:start_scale=0.4:end_scale=0.002:end_pts=480:start_x=-0.743643887:start_y=-0.131825904:inner=black",
                Tune(196, 4), 20)),
    ];

    private static DemoVideo Film(string picture, string tune, int seconds) => new("", Picture: picture, Tune: tune, Seconds: seconds);

    /// <summary>
    /// Plucked notes over a soft fifth: steps of seven semitones walk the circle of fifths, folded into one octave, so any
    /// two neighbours agree.
    /// </summary>
    private static string Tune(int hertz, int notesASecond) =>
        $"aevalsrc=0.30*sin(2*PI*t*{hertz}*pow(2\\,mod(floor(t*{notesASecond})*7\\,12)/12))*exp(-4*mod(t\\,1/{notesASecond}))" +
        $"+0.08*sin(2*PI*t*{hertz / 2})*(0.7+0.3*sin(2*PI*t/4))+0.06*sin(2*PI*t*{hertz * 3 / 4})*(0.7+0.3*sin(2*PI*t/5)):s=48000,aecho=0.8:0.7:250|410:0.35|0.25";
}
