using Netflix.Encoding.Pictures;

namespace Netflix.Encoding.Tests.Pictures;

/// <summary>Stills made of numbers.</summary>
internal static class Drawn
{
    internal const int Width = 160;
    internal const int Height = 90;

    internal static Still Each(double at, Func<int, int, (int R, int G, int B)> pixel)
    {
        var rgb = new byte[Width * Height * 3];
        for (var i = 0; i < Width * Height; i++)
        {
            var (r, g, b) = pixel(i % Width, i / Width);
            (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]) = ((byte)Math.Clamp(r, 0, 255), (byte)Math.Clamp(g, 0, 255), (byte)Math.Clamp(b, 0, 255));
        }

        return new(at, Width, Height, rgb);
    }

    internal static Still Flat(double at, int level) => Each(at, (_, _) => (level, level, level));

    /// <summary>A lively, sharp, colourful picture; each seed's is another.</summary>
    internal static Still Scene(double at, int seed, int blur = 1, int contrast = 100, int lift = 0)
    {
        var random = new Random(seed);
        var level = Enumerable.Range(0, Width * Height * 3).Select(_ => random.Next(20, 236)).ToArray();
        return Each(at, (x, y) =>
        {
            var i = ((y / (4 * blur) * Width) + (x / (4 * blur))) * 3;
            return (Level(i), Level(i + 1), Level(i + 2));
        });

        int Level(int i) => ((level[i] - 128) * contrast / 100) + 128 + lift;
    }

    /// <summary>A scene with an oval of skin as large as a face.</summary>
    internal static Still WithFace(Still scene) => Each(scene.At, (x, y) =>
    {
        var i = ((y * Width) + x) * 3;
        return Math.Pow((x - 80) / 22.0, 2) + Math.Pow((y - 45) / 30.0, 2) < 1 ? (210, 150, 125) : (scene.Rgb[i], scene.Rgb[i + 1], scene.Rgb[i + 2]);
    });

    /// <summary>Letters of light on black, as credits are.</summary>
    internal static Still Credits(double at, int seed)
    {
        var random = new Random(seed);
        var ink = Enumerable.Range(0, Width * Height).Select(_ => random.Next(3) == 0).ToArray();
        return Each(at, (x, y) => y % 9 < 3 && x is > 40 and < 120 && ink[(y * Width) + x] ? (220, 220, 220) : (2, 2, 2));
    }
}
