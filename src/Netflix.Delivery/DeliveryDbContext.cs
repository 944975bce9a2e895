using Microsoft.EntityFrameworkCore;
using Netflix.Delivery.Registry;
using Netflix.Messaging;
using Netflix.ServiceDefaults;

namespace Netflix.Delivery;

internal sealed class DeliveryDbContext(DbContextOptions<DeliveryDbContext> options) : DbContext(options)
{
    internal const string Schema = "delivery";

    internal DbSet<Edge> Edges => Set<Edge>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<Edge>(edge =>
        {
            edge.ToTable("edges");
            edge.HasKey(one => one.EdgeId);
        });
        modelBuilder.AddOutbox();
        modelBuilder.UseSnakeCase();
    }
}
