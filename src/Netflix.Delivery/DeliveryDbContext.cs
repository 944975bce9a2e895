using Microsoft.EntityFrameworkCore;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery;

internal sealed class DeliveryDbContext(DbContextOptions<DeliveryDbContext> options) : DbContext(options)
{
    internal const string Schema = "delivery";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}
